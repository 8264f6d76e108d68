"""Catalogues of the memo languages are whole: nothing missing, nothing left over, no English left standing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from languages.conftest import whole_memo
from prevent_options.assess import Knowledge
from prevent_options.memo import KINDS, Look, documents, make, rendering
from prevent_options.memo.language import Language, load_language
from prevent_options.profile import load_case
from tools import messages

CODES = ("fr", "es")


@pytest.mark.parametrize("code", CODES)
def test_catalogues_are_current(code: str) -> None:
    """No message is missing, fuzzy or gone, and every translation has the places of its message."""
    assert messages.problems(code) == []


class Heard(dict[str, str]):
    """Messages of a language that keep what was looked up and not found."""

    def __init__(self, known: Mapping[str, str]) -> None:
        super().__init__(known)
        self.missed: set[str] = set()

    def get(self, key: str, default: Any = None, /) -> Any:
        """Return a translation; note the message that has none."""
        if key not in self:
            self.missed.add(key)
        return super().get(key, default)


@pytest.mark.parametrize(("case", "goal"), [("*", ""), ("sdn-*", "stop"), ("nic-*", "foreclose")])
def test_every_sentence_of_a_shipped_case_is_translated(
    root: Path, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, case: str, goal: str
) -> None:
    """What has no translation is a word of the case's author or a text of a catalogue."""
    heard = Heard(load_language("fr").messages)
    language = Language("fr", heard, reviewed=False)
    for module in (make, rendering):
        monkeypatch.setattr(module, "load_language", lambda _code: language)
    texts = "".join(path.read_text(encoding="utf-8") for path in (root / "priors" / "catalogue").rglob("*.yaml"))
    for path in sorted((root / "cases").glob(f"{case}.yaml")):
        profile = load_case(path)
        profile = profile.model_copy(update={"goal": goal or profile.goal})
        context = whole_memo(profile, knowledge, "fr", draws=400)
        for kind in KINDS:
            documents(context, ("html",), Look(kind))
        told = texts + path.read_text(encoding="utf-8")
        assert [text for text in heard.missed if not is_of_others(text, told)] == []
        heard.missed.clear()


def is_of_others(text: str, told: str) -> bool:
    """Say whether a text stands, as it is or as an id, in what others wrote."""
    squeezed = " ".join(told.split()).lower()
    return any(form.lower() in squeezed for form in (text, text.replace(" ", "_"), text.replace(" ", "-")))
