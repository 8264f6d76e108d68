"""What tests of pages share: a real browser, axe, and what to say when one of them is missing."""

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"


def missing(what: str) -> None:
    """Skip on a user's machine, saying what to install; fail in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def violations(page: "Page", axe: str) -> list[str]:
    """Return what axe finds wrong on a page, by rule with the first place."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]} {v['nodes'][0]['failureSummary']}" for v in found["violations"]]
