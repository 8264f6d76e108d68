"""Memos in other languages: catalogues, dates and numbers by locale, and English that costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from memo.conftest import Fake
from prevent_options.errors import InputError
from prevent_options.memo import build_context, render
from prevent_options.memo.language import day, decimal, load_language, percent, speaking

CODES = ("fr", "es")


NARROW, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("code", "share", "long", "month", "number"),
    [
        ("en", "+2.8%", "2024-11-15", "2024-11", "1234.5"),
        ("fr", f"+2,8{HARD}%", "15 novembre 2024", "novembre 2024", f"1{NARROW}234,5"),
        ("es", f"+2,8{HARD}%", "15 de noviembre de 2024", "noviembre de 2024", "1.234,5"),
    ],
)
def test_dates_and_numbers_follow_the_language(code: str, share: str, long: str, month: str, number: str) -> None:
    """Decimal sign, space before the percent sign, and dates are those of the language."""
    with speaking(load_language(code)):
        assert percent("+", 2.8, 1) == share
        assert day("2024-11-15") == long
        assert day("2024-11") == month
        assert day("unknown") == "unknown"
        assert decimal(1234.5, 1) == number


def test_a_language_without_catalogue_is_named() -> None:
    """The error names what was asked for and what there is."""
    with pytest.raises(InputError, match="no language 'de'; one of en, fr, es"):
        load_language("de")


@pytest.mark.parametrize("code", CODES)
def test_the_page_says_its_language_and_that_nobody_reviewed_it(fake: Fake, code: str) -> None:
    """The page carries its language, and a visible line that the fixed text was drafted by a machine."""
    language = load_language(code)
    context = build_context(fake.assessment(), fake.profile(), fake.knowledge, language=language)
    assert f'<html lang="{code}">' in render(context, "html")
    assert not context.reviewed
    assert "unreviewed" not in render(fake.memo(), "md")
    unreviewed = next(text for text in language.messages if text.startswith("Fixed text in this language"))
    assert language.messages[unreviewed][:40] in render(context, "md")


def test_english_does_not_load_babel(root: Path) -> None:
    """Ranking, and a memo in English, start without the library for languages."""
    code = "import sys, prevent_options.cli, prevent_options.memo as m; assert 'babel' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
