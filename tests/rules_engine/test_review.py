"""Review of the rules: doubts, coverage over cases, difference of two books."""

from prevent_options.catalogues import Catalogues
from prevent_options.rules import FactPriors
from prevent_options.rules.review import coverage, diff, lint
from rules_engine.kit import Load, Profile, Write

ONGOING = {"fact": "phase", "is": "ongoing"}


def test_a_large_shift_without_a_study_is_doubtful(write: Write, book_of: Load, catalogues: Catalogues) -> None:
    """Judgement alone may not move an effect as far as the largest effects of the evidence."""
    shift = [{"effect": {"shift": {"mean": -0.6, "sd": 0.1}}}]
    folder = write(ONGOING, kind="effect", then=shift, strength="strong")
    texts = [doubt.text for doubt in lint(book_of(folder), tuple(catalogues.tools))]
    assert any("no study stands behind it" in text for text in texts)
    assert list(lint(book_of(write(ONGOING)), tuple(catalogues.tools))) == []


def test_coverage_counts_states(
    write: Write, book_of: Load, profile: Profile, catalogues: Catalogues, priors: FactPriors
) -> None:
    """One case in which it fires, one in which it is silent, one in which nobody knows."""
    cases = [profile({"phase": "ongoing"}), profile({"phase": "latent"}), profile()]
    (found,) = coverage(book_of(write(ONGOING)), cases, catalogues.tools.values(), priors)
    assert (found.states["fired"], found.states["silent"], found.states["unknown"]) == (1, 1, 1)
    assert found.speaks


def test_diff_names_what_changed(write: Write, book_of: Load) -> None:
    """A changed title is a change of the title alone; a new rule is added."""
    before = book_of(write(ONGOING))
    write(ONGOING, id="TEST-002")
    after = book_of(write(ONGOING, title="Another title"))
    assert [(c.rule, c.kind, c.parts) for c in diff(before, after)] == [
        ("TEST-001", "changed", ("title",)),
        ("TEST-002", "added", ()),
    ]
    assert diff(after, after) == ()
