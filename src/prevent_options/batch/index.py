"""The index page of a batch: one row a case with its first choices and links; works from a file, asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prevent_options.batch.run import CaseOutcome

FIRST = 3
"""How many tools stand in the index."""


def index_page(outcomes: Sequence[CaseOutcome]) -> str:
    """Return the index as one self-contained HTML page."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(data_dir("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    done = [outcome for outcome in outcomes if outcome.assessment is not None]
    failed = [outcome for outcome in outcomes if outcome.assessment is None]
    return environment.get_template("index.html.j2").render(done=done, failed=failed, first=FIRST)
