"""Two citations of one work are recognised in whatever style, and two works are not taken for one."""

import csv
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from prevent_options.evidence.citation import Citation, bare_doi, read_citation, same_work
from prevent_options.evidence.folding import plain_words, slug
from prevent_options.evidence.release import FINDINGS_FILE
from prevent_options.evidence.store import load_studies
from prevent_options.evidence.study import STUDIES, Study
from prevent_options.paths import data_dir

type People = list[tuple[str, str]]

REVIEW = "Fjelde, H., Hultman, L. & Escriba-Folch, A. (2019). Keeping the peace in small places. Journal of Places 1(2)"

SAME = {
    "release": 'Hultman, Lisa; Escribà-Folch, Abel; Fjelde, Hanne. "Keeping the Peace in Small Places," *J*, 2019',
    "apa": "Fjelde, H., Hultman, L., & Escribà-Folch, A. (2019). Keeping the peace in small places. Journal, 1(2).",
    "chicago": 'Fjelde, Hanne, Lisa Hultman, and Abel Escribà-Folch. 2019. "Keeping the Peace in Small Places." *J*.',
    "note": 'Hanne Fjelde, Lisa Hultman, and Abel Escribà-Folch, "Keeping the Peace in Small Places," *J* 1 (2019).',
    "mla": 'Fjelde, Hanne, et al. "Keeping the Peace in Small Places." Journal, vol. 1, 2019.',
    "harvard": "Fjelde, H., Hultman, L. and Escribà-Folch, A., 2019. Keeping the peace in small places. Journal, 1(2).",
    "vancouver": "Fjelde H, Hultman L, Escribà-Folch A. Keeping the peace in small places. J Places. 2019;1(2):1-20.",
    "surname first": 'Fjelde Hanne; Hultman, Lisa; Escribà-Folch, Abel. "Keeping the Peace in Small Places," *J*, 2019',
    "authors not seen": "Keeping the peace in small places. Journal of Places 1(2) (authors not seen; accepted 2019)",
}

OTHER = {
    "other title": "Fjelde, H., Hultman, L. & Escriba-Folch, A. (2019). Buying time between two distant wars. Journal",
    "other authors": "Walter, B. & Fortna, P. (2019). Keeping the peace in large places. Journal",
    "one author fewer, other title": "Fjelde, H. & Hultman, L. (2019). Counting the dead in large cities. Journal",
}


@pytest.mark.parametrize("style", SAME)
def test_one_work_in_any_style_is_one(style: str) -> None:
    """Order and accents of authors, given names, title case, quotes and the journal do not hide it."""
    for one, two in ((REVIEW, SAME[style]), (SAME[style], REVIEW)):
        assert same_work(read_citation(one, 2019), read_citation(two, 2019))


@pytest.mark.parametrize("case", OTHER)
def test_another_work_is_another(case: str) -> None:
    """Authors and year alone do not make one work of two titles; nor do words of a title with other authors."""
    assert not same_work(read_citation(REVIEW, 2019), read_citation(OTHER[case], 2019))


def test_a_title_cut_short_needs_authors_and_year() -> None:
    """A subtitle left out is no other work; a third year apart is."""
    short = read_citation("Prorok, A.K. (2017). The (In)compatibility of Peace and Justice? Organization", 2017)
    full = 'Prorok, Alyssa K.. "The (In)compatibility of Peace and Justice? The Court and Termination," *Organization*'
    assert same_work(short, read_citation(full, 2018))
    assert not same_work(short, read_citation(full, 2020))
    assert not same_work(short, read_citation(full.replace("Prorok", "Huth"), 2017))


def test_a_doi_decides_before_everything_else() -> None:
    """One DOI is one work whatever stands around it; two DOIs are two works even of the same authors in one year."""
    one = read_citation(REVIEW, 2019, "https://doi.org/10.1000/ABC.1")
    assert same_work(one, read_citation("As above", None, "doi:10.1000/abc.1"))
    assert same_work(one, read_citation('Somebody. "Else," *J*, DOI: DOI: 10.1000/abc.1', 2001))
    assert not same_work(one, read_citation(OTHER["other title"], 2019, "10.1000/abc.2"))
    part = read_citation(REVIEW.replace("small places", "small places II"), 2019, "10.1000/abc.2")
    assert not same_work(one, part)
    assert bare_doi("not given") == bare_doi(None) == ""


def test_words_and_identifiers_are_plain() -> None:
    """Signs part words, accents and apostrophes do not; numbers stay, so that two codes keep apart."""
    assert plain_words("Precision\N{HYPHEN}guided: the Court’s Nygård") == [
        "precision",
        "guided",
        "the",
        "courts",
        "nygard",
    ]
    assert slug("Factor 1") == "factor_1" != slug("Factor 2")
    assert slug("???") == "unnamed"


def _initials(given: str, stop: str = ". ") -> str:
    return stop.join(word[0] for word in given.split() if word[0].isalpha()) + stop.strip()


def _apa(people: People, title: str, year: str) -> str:
    names = [f"{surname}, {_initials(given)}" for surname, given in people]
    return f"{', '.join(names[:-1])}{', & ' if names[1:] else ''}{names[-1]} ({year}). {title}. Journal, 12(3), 1-20."


def _chicago(people: People, title: str, year: str) -> str:
    names = [f"{people[0][0]}, {people[0][1]}", *(f"{given} {surname}" for surname, given in people[1:])]
    return f'{", ".join(names[:-1])}{", and " if names[1:] else ""}{names[-1]}. {year}. "{title}." Journal 12: 1-20.'


def _note(people: People, title: str, year: str) -> str:
    names = [f"{given} {surname}" for surname, given in people]
    return f'{", ".join(names[:-1])}{" and " if names[1:] else ""}{names[-1]}, "{title}," Journal 12, no. 3 ({year}).'


def _mla(people: People, title: str, year: str) -> str:
    return f'{people[0][0]}, {people[0][1]}{", et al" if people[1:] else ""}. "{title}." Journal, vol. 12, {year}.'


STYLES = {"apa": _apa, "chicago": _chicago, "note": _note, "mla": _mla}


@pytest.fixture(scope="module")
def works(shared: Path) -> dict[tuple[str, str, str], tuple[Citation, People]]:
    """Return the citations of the release, DOI taken out, by authors, title and year."""
    found = {}
    with (shared / "data/ushmm" / FINDINGS_FILE).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            text = row["full_citation"].split("DOI:")[0]
            parts = re.match(r"([^\"“*]+?)\.?\s*(?:\"|\*)(.+?)(?:,\"|\"(?= in )|\*)", text)
            people = (
                [tuple(part.strip().split(", ", 1)) for part in parts[1].split(";") if ", " in part] if parts else []
            )
            if parts and people and '"' not in parts[2] and "Erratum" not in parts[2]:
                names = [(pair[0], pair[1]) for pair in people]
                found[parts[1], parts[2], row["Year"]] = (Citation(text, int(row["Year"])), names)
    return found


@pytest.mark.parametrize("style", STYLES)
def test_real_citations_are_recognised_in_other_styles(
    works: dict[tuple[str, str, str], tuple[Citation, People]], style: str
) -> None:
    """Of hundreds written anew, all are known again without a DOI, nearly all by marks alone, and none is another."""
    write: Callable[[People, str, str], str] = STYLES[style]
    anew = {key: Citation(write(people, key[1], key[2]), int(key[2])) for key, (_, people) in works.items()}
    assert len(anew) > 300
    missed = [anew[key].text for key, (work, _) in works.items() if not same_work(anew[key], work)]
    assert missed == []
    marked = [not anew[key].marks.isdisjoint(work.marks) for key, (work, _) in works.items()]
    assert sum(marked) > 0.97 * len(marked)
    wrong = {
        (key[1], other[1])
        for key, citation in anew.items()
        for other, (work, _) in works.items()
        if (same_work(citation, work) or citation.marks & work.marks) and _unlike(key[1], other[1])
    }
    assert wrong == set()


def _unlike(one: str, two: str) -> bool:
    """Whether two titles differ, judged by another program: the longest runs of letters in common."""
    if two.casefold().rstrip(".,") in one.casefold() or one.casefold().rstrip(".,") in two.casefold():
        return False
    return SequenceMatcher(None, " ".join(plain_words(one)), " ".join(plain_words(two))).ratio() < 0.9


def test_no_shipped_study_stands_in_the_release_unseen(shared: Path) -> None:
    """By DOI and title alone, read from the raw file, no record is in the release that the table does not name."""
    root = data_dir("priors") / "evidence"
    named = {line.split(",")[0] for line in (root / "release/counted_once.csv").read_text().splitlines()}
    with (shared / "data/ushmm" / FINDINGS_FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["CD"] == "NA"]
    plain = {row["full_citation"]: " ".join(plain_words(row["full_citation"])) for row in rows}
    unseen = {
        (study.id, row["Index.Number"])
        for study in load_studies(root / STUDIES)
        for row in rows
        if study.id not in named and _one_work(study, row["full_citation"], plain[row["full_citation"]])
    }
    assert unseen == set()


def _one_work(study: Study, cited: str, plain: str) -> bool:
    if study.doi is not None and study.doi.lower() in cited.lower():
        return True
    title = re.sub(r"^.*?\((?:[^()]*)\)\.?\s*", "", study.citation)
    run = " ".join(plain_words(title)[:7])
    return len(run.split()) == 7 and run in plain
