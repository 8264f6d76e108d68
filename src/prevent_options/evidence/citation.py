"""Tells whether two citations name one work, whatever style each is in: by DOI, by title, by authors and year."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

from prevent_options.evidence.folding import plain_words

ALIKE = 0.8
"""Share of a title's words from which on two titles of the same authors, or of authors not seen, are one."""

SURE = 0.9
"""Share of the longer title's words beyond which two titles are one though some authors differ."""

LEAST_WORDS = 4
"""A title of fewer words that tell something proves nothing."""

YEARS_APART = 1
"""Online first and print may differ by a year, where nothing but authors and year can be compared."""

HEAD_WORDS = 3
"""Words that tell something from which on a title up to its colon, with the first author, marks a work."""

MARK_LENGTH = 12
"""Hexadecimal digits of a mark: two of some thousand works share one with a chance of one in ten million."""

_YEAR = r"(?:19|20)\d\d"
_AUTHORS_END = re.compile(rf"\([^()]*?{_YEAR}[^()]*\)[.,:]?|[.,]\s*{_YEAR}[a-z]?[.,]|\s*(?=[\"“”*]|‘‘)")
_SENTENCE_END = re.compile(r"(?<![A-Z])\.(?=\s+[A-Z(]|\s*$)")
_HEAD_END = re.compile(r"[?:!.](?=[\s\"”]|$)")
_INITIALS = re.compile(r",\s*(?:[A-Z]\.?[-\s]?)+(?:,|&|\band\b|\s|$)|\s*&\s*|\bet al\b")
_PERSON = r"[^\s,.;]+(?: [^\s,.;]+){0,2} [A-Z]{1,4}"
_SET_OFF = re.compile(rf"[\"“*]|\({_YEAR}\)")
_INITIALS_ONLY = re.compile(rf"(?:{_PERSON}, )*{_PERSON}\. ")
_NOT_SEEN = re.compile(r"authors?,?\b[^()]*\bnot seen", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d[\d.]*/[^\s\"<>;,]+")

_QUOTES = (("*", "*"), ('"', '"'), ("\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"))

_FILLERS = frozenset(
    plain_words("""
    a an and are as at be by can do does for from how in into is it its of on or the their to under what when who why
    with jr sr ii iii iv ed eds et al
    """)
)


@dataclass(frozen=True)
class Citation:
    """A citation, taken apart as far as its style lets it.

    Attributes
    ----------
    text
        The whole citation.
    year
        Year of publication; None where unknown.
    doi
        The DOI without what people write before it, in small letters; empty where there is none.
    """

    text: str
    year: int | None = None
    doi: str = ""

    @cached_property
    def _parts(self) -> tuple[str, str]:
        """Authors and what follows them; no authors where nothing ends them, or they were not seen."""
        people = None if _SET_OFF.search(self.text) else _INITIALS_ONLY.match(self.text)
        if people is not None:
            surnames = [person.rsplit(" ", 1)[0] for person in people[0].rstrip(". ").split(", ")]
            return "".join(f"{surname},;" for surname in surnames), self.text[people.end() :]
        end = _AUTHORS_END.search(self.text)
        if end is None or _NOT_SEEN.search(self.text):
            return "", self.text
        return self.text[: end.start()], self.text[end.end() :]

    @cached_property
    def names(self) -> frozenset[str]:
        """All words of the authors' names, initials left out."""
        return _telling(self._parts[0])

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Last word of each surname, where the style tells surnames from given names."""
        authors = self._parts[0]
        if ";" in authors:
            people = [part.split(",")[0] for part in authors.split(";") if "," in part]
        else:
            people = _INITIALS.split(authors) if re.search(r",\s*[A-Z]\.", authors) else []
        words = [[word for word in plain_words(person) if word not in _FILLERS] for person in people]
        return frozenset(name[-1] for name in words if name and len(name[-1]) > 1)

    @property
    def more_authors(self) -> bool:
        """Whether the citation does not name all authors."""
        return "et al" in self._parts[0]

    @property
    def lead(self) -> frozenset[str]:
        """Last word of the first author's surname, or of the whole name where that comes first."""
        first = plain_words(re.split(r"[,;&]|\band\b|\bet al", self._parts[0])[0])
        return frozenset(first[-1:])

    @cached_property
    def _title(self) -> str:
        """The title; with the journal where nothing parts them."""
        rest = self._parts[1].strip()
        for opening, closing in (
            ("*", "*"),
            ('"', '"'),
            ("\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"),
        ):
            if rest.startswith(opening) and (last := rest.rfind(closing, 1)) > 0:
                return rest[: rest.find(closing, 1) if opening == "*" else last]
        return _SENTENCE_END.split(rest)[0]

    @cached_property
    def title(self) -> frozenset[str]:
        """Words of the title that tell something."""
        return _telling(self._title)

    @cached_property
    def head(self) -> frozenset[str]:
        """Words of the title before its first colon, question mark or full stop."""
        return _telling(_HEAD_END.split(self._title, maxsplit=1)[0])

    @cached_property
    def marks(self) -> frozenset[str]:
        """What another citation of this work can be recognised by without a word of it being kept: hashes."""
        head = " ".join(sorted(self.head | self.lead)) if self.lead and len(self.head) >= HEAD_WORDS else ""
        title = " ".join(sorted(self.title)) if len(self.title) > LEAST_WORDS else ""
        return frozenset(sha256(one.encode()).hexdigest()[:MARK_LENGTH] for one in (self.doi, head, title) if one)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the citation that tell something."""
        return _telling(self.text)


def _telling(text: str) -> frozenset[str]:
    return frozenset(word for word in plain_words(text) if len(word) > 1) - _FILLERS


def bare_doi(text: str | None) -> str:
    """Return the DOI in a text without what people write before it, in small letters; empty where there is none."""
    found = _DOI.search(text or "")
    return found[0].rstrip(").").lower() if found else ""


@cache
def read_citation(text: str, year: int | None = None, doi: str | None = None) -> Citation:
    """Take a citation apart.

    Parameters
    ----------
    text
        A citation in any of the usual styles: APA, Chicago, MLA, Harvard, or as the museum's release writes it.
    year, doi
        Where they are known beside it; the DOI is else looked for in the text.
    """
    return Citation(text, year, bare_doi(doi) or bare_doi(text))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the smaller set's words that the other has; 0 where it is too small to tell."""
    least = min(len(one), len(other))
    return len(one & other) / least if least >= LEAST_WORDS else 0.0


def _same_authors(one: Citation, other: Citation) -> bool:
    """Whether every surname that one citation tells for sure is among the names of the other."""
    if one.more_authors or other.more_authors:
        return all(lead <= among.names for lead, among in ((one.lead, other), (other.lead, one)) if lead)
    if not (one.surnames or other.surnames):
        return one.names == other.names != frozenset()
    return one.surnames <= other.names and other.surnames <= one.names and bool(one.names & other.names)


def _same_title(one: Citation, other: Citation) -> bool:
    """Whether nearly all words of a title are in the other's; all of them where two DOIs say that the works differ."""
    if one.doi and other.doi:
        return one.title == other.title != frozenset()
    if one.names and other.names and not _same_authors(one, other):
        longest = max(len(one.title), len(other.title))
        return bool(one.names & other.names) and len(one.title & other.title) > SURE * longest
    alike = len(one.title & other.title) >= ALIKE * max(len(one.title), len(other.title), LEAST_WORDS)
    return alike or min(_shared(one.title, other.words), _shared(other.title, one.words)) >= ALIKE


def same_work(one: Citation, other: Citation) -> bool:
    """Return whether two citations name one work.

    Parameters
    ----------
    one, other
        Citations; neither need name its DOI, authors, title or year.

    Returns
    -------
    bool
        True for one DOI; for titles that share nearly all their words and authors that do not differ; for the same
        authors, a year give or take one and one title up to its colon, unless two DOIs say that these are two works.
    """
    if one.doi and one.doi == other.doi:
        return True
    if _same_title(one, other):
        return True
    if (one.doi and other.doi) or one.year is None or other.year is None:
        return False
    unread = min(len(one.title), len(other.title)) < LEAST_WORDS
    return (
        abs(one.year - other.year) <= YEARS_APART and _same_authors(one, other) and (unread or one.head == other.head)
    )
