"""What no memo may say, as checks on its text; each returns what it found."""

import re
from collections.abc import Iterator

RANGED = r"(?:almost no chance|very unlikely|unlikely|roughly even chance|very likely|almost certain|likely)"
RANGES = {
    "almost no chance": "1–5%",
    "very unlikely": "5–20%",
    "unlikely": "20–45%",
    "roughly even chance": "45–55%",
    "likely": "55–80%",
    "very likely": "80–95%",
    "almost certain": "95–99%",
}
OTHER_ROW = re.compile(
    r"\b(?:remote|highly improbable|improbable|roughly even odds|probable|probably|highly probable|nearly certain)\b",
    re.IGNORECASE,
)
MARKINGS = re.compile(r"\b(?:FOUO|CUI|SBU|NOFORN|SECRET|CONFIDENTIAL|UNCLASSIFIED|LIMDIS|ORCON)\b")
LEFTOVERS = re.compile(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bnan\b|\binf\b|\bUndefined\b|Markup\(|<object|\bTrue\b|\bFalse\b")
FORM_ONLY = re.compile(r"\brape\b", re.IGNORECASE)


def likelihood_without_range(text: str) -> list[str]:
    """Return likelihood words that stand without their own range in brackets."""
    found = re.finditer(rf"\b({RANGED})\b(?: \((\d+–\d+%)\))?", text)
    return [match[0] for match in found if match[2] != RANGES[match[1]]]


def other_rows(text: str) -> list[str]:
    """Return likelihood words of the row that memos do not use."""
    return OTHER_ROW.findall(text)


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text; a line ends a sentence."""
    for line in text.splitlines():
        yield from re.split(r"(?<=[.?!])\s+", line)


def likelihood_with_confidence(text: str) -> list[str]:
    """Return sentences that state a likelihood and a confidence."""
    return [s for s in sentences(text) if re.search(RANGED, s) and re.search(r"\bconfidence\b", s, re.IGNORECASE)]


def form_for_the_whole(text: str) -> list[str]:
    """Return lines where one form of sexual violence stands without the name of the whole; titles are others' words."""
    return [
        line
        for line in map(_without_addresses, text.splitlines())
        if FORM_ONLY.search(line) and not re.search(r"sexual|form", line, re.IGNORECASE)
    ]


def _without_addresses(line: str) -> str:
    """Return a line without web addresses, ids of studies and the titles behind them."""
    return re.sub(r"<https?://[^>]*>|E:[a-z0-9-]+(?:\*\* .*)?", "", line)


def forecasts(text: str) -> list[str]:
    """Return sentences that say what will be."""
    return [s for s in sentences(text) if re.search(r"\b(?:will|won't|shall)\b", s, re.IGNORECASE)]


def markings(text: str) -> list[str]:
    """Return words that only an agency may set as a marking."""
    return MARKINGS.findall(text)


def leftovers(text: str) -> list[str]:
    """Return words a template or a program left behind; titles of studies may hold any word."""
    return LEFTOVERS.findall("\n".join(map(_without_addresses, text.splitlines())))


def empty_sections(markdown: str) -> list[str]:
    """Return headings with nothing under them before the next heading of the same or a higher level."""
    blocks = re.split(r"^(#{1,6} .+)$", markdown, flags=re.MULTILINE)
    heads, bodies = blocks[1::2], blocks[2::2]
    empty = []
    for number, (head, body) in enumerate(zip(heads, bodies, strict=True)):
        level = len(head) - len(head.lstrip("#"))
        following = heads[number + 1] if number + 1 < len(heads) else "# "
        deeper = len(following) - len(following.lstrip("#")) > level
        if not body.strip(" \n-") and not deeper:
            empty.append(head)
    return empty


def untagged_figures(markdown: str) -> list[str]:
    """Return lines of running text with a percentage or a share of draws that carry no reference."""
    lines = [line for line in map(_without_addresses, markdown.splitlines()) if re.search(r"\d%|\d of 100", line)]
    return [line for line in lines if not line.startswith("|") and not re.search(r"\[[^\]]*\b(?:D|J|C|[RESTE]:)", line)]


def untagged_tables(markdown: str) -> list[str]:
    """Return tables with figures that carry no reference in themselves or in the line above them."""
    blocks = [block for block in markdown.split("\n\n") if block.strip()]
    tag = re.compile(r"\[[^\]]*\b(?:D|J|C|[RESTE]:)")
    return [
        block.splitlines()[0]
        for above, block in zip(["", *blocks], blocks, strict=False)
        if block.startswith("|")
        and re.search(r"\d%|\d of 100", block)
        and not tag.search(above)
        and not tag.search(block)
    ]


_KIND = (
    r"(?:Associations?|Committees?|Networks?|Cent(?:re|er)s?|Society|Foundation|Initiative|Collective|Union|Trust|"
    r"Organi[sz]ation|Coalition|Alliance|Movement|Forum|Response Rooms?|Council of Elders|Cooperative|League)"
)
_CALLED = r"[A-Z][\w'’-]*"
ORGANISATION = re.compile(rf"(?:{_CALLED} )+(?:for |of )?(?:{_CALLED} )*{_KIND}\b")
PARTNERS = re.compile(
    r"\b(?i:local|community|civil society|implementing|grass-?roots) "
    r"(?:partner|organi[sz]ation|group|NGO|activist|leader)s?\b"
    rf"[^.;]{{0,20}}?(?:\b(?:called|named|such as|like|namely)|:|\()\s*((?:the )?{_CALLED}(?: {_CALLED})*)"
)
WITH = re.compile(
    r"\b(?i:together|partner(?:s|ed|ing)?|works?|working|deliver(?:s|ed)|carried out|implemented|run|funded) "
    rf"(?:with|by|through) (?:the )?({_CALLED}(?: {_CALLED})*)"
)


def local_partners(text: str, known: str) -> list[str]:
    """Return names of organisations, or of those work is done with, that are no words of the project and no actor.

    Parameters
    ----------
    text
        Of a memo.
    known
        Everything a memo may name: catalogues, rules, studies, and the perpetrators, actors and sources of the case.
    """
    names = [match[0] for match in ORGANISATION.finditer(text)]
    names += [match[1] for pattern in (PARTNERS, WITH) for match in pattern.finditer(text)]
    return [
        name for name in dict.fromkeys(names) if not re.search(rf"\b{re.escape(name.removeprefix('The '))}\b", known)
    ]


ANYWHERE = (likelihood_without_range, other_rows, likelihood_with_confidence, form_for_the_whole, markings, leftovers)
"""Checks that hold on Markdown and on plain text alike."""

CHECKS = {check.__name__: check for check in (*ANYWHERE, empty_sections, untagged_figures, untagged_tables)}
"""Checks on the Markdown of a memo."""

PLAIN_CHECKS = {check.__name__: check for check in (*ANYWHERE, forecasts)}
"""Checks on the text of any format, one statement a line."""
