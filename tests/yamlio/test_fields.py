"""Field types and models: text becomes a value or a problem that says what to write."""

import datetime as dt
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from prevent_options.errors import InputError
from prevent_options.yamlio import Flaw, StrictModel, flawed, nearest, parse_document, validate_document
from prevent_options.yamlio.flaws import FLAWS
from prevent_options.yamlio.types import (
    Count,
    FullDate,
    Integer,
    Iso3,
    Number,
    PartialDate,
    Probability,
    Slug,
    Text,
    YesNo,
    first_day,
    last_day,
)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Integer, "12", 12), (Integer, "-3", -3), (Integer, 7, 7), (Integer, "0", 0),
        (Number, "1e-3", 0.001), (Number, "0.5", 0.5), (Number, ".5", 0.5), (Number, "-2", -2.0), (Number, 3, 3.0),
        (YesNo, "true", True), (YesNo, "false", False), (YesNo, True, True),
        (Probability, "0", 0.0), (Probability, "1", 1.0),
        (PartialDate, "2024", "2024"), (PartialDate, "2024-02", "2024-02"), (PartialDate, "unknown", "unknown"),
        (PartialDate, dt.date(2024, 2, 3), "2024-02-03"), (PartialDate, 2024, "2024"),
        (FullDate, "2024-02-29", dt.date(2024, 2, 29)), (Slug, "sdn-2024", "sdn-2024"), (Iso3, "SDN", "SDN"),
        (Text, "NO", "NO"),
    ],
)  # fmt: skip
def test_values_that_are_read(kind: object, raw: object, value: object) -> None:
    """Text and Python values become the value they stand for."""
    read: object = TypeAdapter(kind).validate_python(raw)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        (Integer, "012", "leading zero"), (Integer, "1.0", "whole number"), (Integer, "1_000", "whole number"),
        (Integer, True, "whole number"), (Integer, "9" * 5000, "whole number"), (Integer, "٣", "whole number"),
        (Number, "00.5", "leading zero"), (Number, "nan", "number"), (Number, ".inf", "number"),
        (Number, "e5", "number"),
        (Number, "1e999", "number"), (Number, float("nan"), "number"), (Number, False, "number"),
        (Number, "", "number"),
        (YesNo, "NO", "true or false"), (YesNo, "on", "true or false"), (YesNo, "1", "true or false"),
        (YesNo, [], "true"),
        (PartialDate, "2024-13", "calendar"), (PartialDate, "2024-2", "2024-11"), (PartialDate, "0000", "calendar"),
        (FullDate, "2024-02", "a day"), (FullDate, "unknown", "a day"), (FullDate, "2023-02-29", "calendar"),
        (Slug, "-a", "lower-case"), (Slug, "A", "lower-case"), (Slug, "a/b", "lower-case"),
        (Iso3, "NO", "write NOR"), (Iso3, "sdn", "write SDN"), (Iso3, "ZZZ", "alpha-3"), (Iso3, ["SDN"], "alpha-3"),
        (Text, "  ", "text"), (Text, None, "text"),
    ],
)  # fmt: skip
def test_values_that_are_refused(kind: object, raw: object, words: str) -> None:
    """What could be misread is refused, with words that say what to write."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(raw)
    assert words in str([error["ctx"][FLAWS] for error in caught.value.errors()])


def test_dates_cover_first_to_last_day() -> None:
    """A year, month or day knows the days it covers."""
    assert [first_day(d).isoformat() for d in ("2024", "2024-02", "2024-02-03")] == [
        "2024-01-01",
        "2024-02-01",
        "2024-02-03",
    ]
    assert [last_day(d).isoformat() for d in ("2024", "2024-02", "2024-02-03")] == [
        "2024-12-31",
        "2024-02-29",
        "2024-02-03",
    ]


def test_nearest_word_ignores_capitals() -> None:
    """The closest known word comes first, whatever its capitals."""
    assert nearest("b", ["A", "B"]) == ("B",)
    assert nearest("xyzzy", ["A", "B"]) == ()


class Item(StrictModel):
    """An item for the tests below."""

    id: Slug
    size: Annotated[Count, Field(le=9)] = 1


class Other(StrictModel):
    """Another item."""

    other: Text


class Top(StrictModel):
    """A document for the tests below."""

    items: tuple[Item | Other, ...]
    plain: Item | None = None
    named: dict[str, Item] = Field(default={})
    from_: Text = Field(default="x", alias="from")


def problems_of(text: str, model: type[BaseModel] = Top) -> list[str]:
    """Return the problems of a text as lines without the file."""
    with pytest.raises(InputError) as caught:
        validate_document(parse_document(text, "f"), model)
    return str(caught.value).splitlines()


def test_problems_have_the_line_and_dotted_path() -> None:
    """Errors inside lists, mappings and unions point at the line and name the item."""
    found = problems_of("items: []\nplain:\n  id: a\n  size: 12\nnamed:\n  k:\n    idd: b\n    id: b\n")
    assert found == [
        "f:4: plain.size: found '12'; expected at most 9; correct the value",
        "f:7: named.k.idd: the unknown key 'idd'; expected one of id or size; did you mean 'id'?",
    ]


class Listed(StrictModel):
    """A list that must not be empty."""

    items: Annotated[tuple[Item, ...], Field(min_length=1)]


def test_a_list_of_bad_items_is_not_called_empty() -> None:
    """One item that is wrong is told as that; a list without items is told as too short."""
    assert problems_of("items:\n  - id: a\n    size: 12\n", Listed) == [
        "f:3: items.a.size: found '12'; expected at most 9; correct the value"
    ]
    assert problems_of("items: []\n", Listed) == [
        "f:1: items: found an empty list; expected at least 1 item(s); correct the value"
    ]


def test_names_of_union_members_stay_out_of_paths() -> None:
    """A flaw in a union is told with the path in the file, not with pydantic's."""
    found = problems_of("items:\n  - id: x y\n")
    assert all(line.startswith("f:2: items.") for line in found)
    assert not any("Item" in line for line in found)


def test_a_union_of_text_and_mapping_keeps_its_path() -> None:
    """Where text or a mapping may stand, neither name of the two enters the path."""

    class Either(StrictModel):
        """Text or an item."""

        thing: Other | str

    assert {line.split(": ")[1] for line in problems_of("thing: {x: 1}\n", Either)} == {
        "thing",
        "thing.other",
        "thing.x",
    }


def test_fields_are_read_by_their_name_in_the_file() -> None:
    """A field with an alias is not read by its Python name."""
    assert validate_document(parse_document("items: []\nfrom: y\n", "f"), Top).from_ == "y"
    assert problems_of("items: []\nfrom_: y\n") == [
        "f:2: from_: the unknown key 'from_'; expected one of items, plain, named or from; did you mean 'from'?"
    ]


def test_a_validator_may_report_several_flaws() -> None:
    """Flaws raised together become one problem each, below the place of the validator."""

    class Pair(StrictModel):
        """Both values are wrong, whatever they are."""

        pair: Annotated[tuple[str, ...], Field()]

        def model_post_init(self, _context: object, /) -> None:
            """Refuse both."""
            raise flawed(
                Flaw(("pair", at), f"found {value}", "expected {braces}", "mend") for at, value in enumerate(self.pair)
            )

    assert problems_of("pair: [a, b]\n", Pair) == [
        "f:1: pair.0: found a; expected {braces}; mend",
        "f:1: pair.1: found b; expected {braces}; mend",
    ]


@pytest.mark.parametrize("kind", [int, float, bool])
def test_models_refuse_types_that_read_text_freely(kind: type) -> None:
    """A plain int, float or bool field would read 012 and NO; the model says so when it is defined."""
    with pytest.raises(TypeError, match="Integer, Number or YesNo"):
        type("Loose", (StrictModel,), {"__annotations__": {"x": kind}})
