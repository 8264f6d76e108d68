"""What tools do to one another: the judgements of ``priors/interactions.yaml``, read strictly and checked."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from prevent_options.catalogues import Catalogues
from prevent_options.errors import InputError, Problem
from prevent_options.paths import data_dir
from prevent_options.rules.loading import known_sources
from prevent_options.yamlio import Address, Document, StrictModel, nearest, read_document, validate_document
from prevent_options.yamlio.types import FullDate, Number, Probability, Text, YesNo, shaped

FILE = "interactions.yaml"

type AtLeastOne[T] = Annotated[tuple[T, ...], Field(min_length=1)]


class Judgement(StrictModel):
    """What every entry says of itself: id, grounds, date."""

    id: Annotated[
        str, *shaped(r"^[A-Z]{3}-[0-9]{3}$", "an id such as OVL-012", "write three capitals, - and three digits")
    ]
    basis: Literal["judgement", "mixed", "evidence"]
    sources: AtLeastOne[Text]
    date: FullDate
    why: Text


class Overlap(Judgement):
    """Share of a weaker tool's effect that a stronger tool which works the same way has already brought about."""

    when: Literal["same_family", "same_pressure"]
    share: Probability


class SeveralTools(Judgement):
    """What each tool after the first gains from company: a share of the model's slope of a factor."""

    factor: Text
    share: Probability


class Shift(StrictModel):
    """A log rate ratio, normal."""

    mean: Number
    sd: Annotated[Number, Field(ge=0)]


class Pairing(Judgement):
    """An entry about two sides, each named by tools or families."""

    title: Text
    tools: AtLeastOne[Text]
    with_: AtLeastOne[Text] = Field(alias="with")


class Interaction(Pairing):
    """Two tools that help or hinder each other; ``shift`` acts on pairs both reach, negative helps."""

    shift: Shift


class Conflict(Pairing):
    """Two tools that cannot be used together."""

    kind: Literal["legal", "practical"]


class Sequence(Judgement):
    """A tool that comes after another; ``needed`` says that without one of these it does not stand at all."""

    title: Text
    tools: AtLeastOne[Text]
    after: AtLeastOne[Text]
    needed: YesNo


class Interactions(StrictModel):
    """The whole file."""

    date: FullDate
    overlaps: tuple[Overlap, ...]
    several_tools: SeveralTools
    interactions: tuple[Interaction, ...]
    conflicts: tuple[Conflict, ...]
    sequences: tuple[Sequence, ...]


def load_interactions(catalogues: Catalogues, path: Path | None = None) -> Interactions:
    """Read and check the judgements on tools together.

    Parameters
    ----------
    catalogues
        Tools, families and factors that may be named.
    path
        The file; the shipped one when None.

    Raises
    ------
    InputError
        With every problem: an unknown tool, family, factor or source, an id used twice.
    """
    document = read_document(path or data_dir("priors") / FILE)
    found = validate_document(document, Interactions)
    problems = [*_unknown_names(found, document, catalogues), *_repeated_ids(found, document)]
    if problems:
        raise InputError(problems)
    return found


def _entries(found: Interactions) -> Iterator[tuple[Address, Judgement]]:
    """Yield every entry with its address in the file."""
    lists: Mapping[str, tuple[Judgement, ...]] = {
        "overlaps": found.overlaps,
        "interactions": found.interactions,
        "conflicts": found.conflicts,
        "sequences": found.sequences,
    }
    for key, entries in lists.items():
        for number, entry in enumerate(entries):
            yield (key, number), entry
    yield ("several_tools",), found.several_tools


def _unknown_names(found: Interactions, document: Document, catalogues: Catalogues) -> Iterator[Problem]:
    """Yield a problem for each name that no catalogue and no evidence knows."""
    tools, sources = frozenset({*catalogues.tools, *catalogues.tool_families}), known_sources()
    for address, entry in _entries(found):
        named: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {"sources": (entry.sources, sources)}
        if isinstance(entry, Pairing):
            named |= {"tools": (entry.tools, tools), "with": (entry.with_, tools)}
        if isinstance(entry, Sequence):
            named |= {"tools": (entry.tools, tools), "after": (entry.after, tools)}
        if isinstance(entry, SeveralTools):
            named |= {"factor": ((entry.factor,), frozenset(catalogues.factors))}
        for key, (words, known) in named.items():
            for word in words:
                if word not in known:
                    near = ", ".join(nearest(word, known, 3)) or "none near"
                    yield _problem(document, (*address, key), f"found {word!r}", f"expected a known id: {near}")


def _repeated_ids(found: Interactions, document: Document) -> Iterator[Problem]:
    """Yield a problem for each id that stands twice."""
    seen: set[str] = set()
    for address, entry in _entries(found):
        if entry.id in seen:
            yield _problem(document, (*address, "id"), f"{entry.id} stands twice", "expected an id of its own")
        seen.add(entry.id)


def _problem(document: Document, address: Address, found: str, expected: str) -> Problem:
    return Problem(document.file, document.line(address), document.dotted(address), found, expected, "correct it")
