"""What the shipped panel of country-years says of pairs of tactics, as findings of the matrix.

``priors/substitution/panel.json`` is written by ``substitution fit``. Each ordered pair in it is one finding on states:
`moves` where the second tactic rises by more than two standard errors in the year after the first one fell.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from prevent_options.errors import InputError, Problem
from prevent_options.repertoire.models import TacticFinding

PANEL: Final = "cirights-panel"
"""Name of the panel among the sources of findings."""

FILE: Final = "panel.json"
SCHEMA: Final = "prevent-options/panel@1"
CLEAR: Final = 2.0
"""Standard errors from which a rise counts as a move, as for every other finding; its weight is that of a panel."""


def panel_findings(folder: Path) -> tuple[TacticFinding, ...]:
    """Return one finding for each pair of the panel in a folder.

    Raises
    ------
    InputError
        When the file is damaged or missing.
    """
    document = _document(folder / FILE)
    try:
        first, last = document["years"]
        return tuple(_finding(pair, f"country-years {first}-{last}") for pair in document["pairs"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(folder / FILE, f"{type(error).__name__}: {error}") from error


def panel_citation(folder: Path) -> str:
    """Return the citation of the panel's data.

    Raises
    ------
    InputError
        When the file is damaged or missing.
    """
    try:
        return str(_document(folder / FILE)["source"]["citation"])
    except (KeyError, TypeError) as error:
        raise _damaged(folder / FILE, f"no citation ({error})") from error


def _document(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise _damaged(path, f"no schema {SCHEMA}")
    return document


def _damaged(path: Path, found: str) -> InputError:
    todo = "make it again with `prevent-options substitution fit`"
    return InputError([Problem(str(path), 0, "panel", found, "parameters learned from country-years", todo)])


def _finding(pair: Mapping[str, Any], span: str) -> TacticFinding:
    """Return the finding of one pair."""
    rise, se = float(pair["rise"]), float(pair["se"])
    return TacticFinding.model_construct(
        id=f"panel-{pair['from']}-{pair['to']}",
        source=PANEL,
        answer="moves" if rise > CLEAR * se else "stays",
        channel="any",
        from_=(str(pair["from"]),),
        to=(str(pair["to"]),),
        perpetrators=("state",),
        design="panel",
        body=None,
        note=f"{span}: {rise:+.3f} (se {se:.3f}) of a step in the year after a fall, own history and levels held",
    )
