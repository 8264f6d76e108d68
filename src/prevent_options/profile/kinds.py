"""The kinds of fact as pydantic fields: how each is read, written back, and described to editors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from prevent_options.profile.facts import Fact, Listed, ListFact
from prevent_options.profile.parsing import Flaws, Words, read_joined, spread, unwrap
from prevent_options.profile.scales import CONFIDENCES, TRUTH, UNKNOWN, Confidence
from prevent_options.profile.vocabulary import ANY_WORD, Vocabulary
from prevent_options.yamlio import flawed

type Plain = str | bool | list[str] | dict[str, object]


def vocabulary_of(info: ValidationInfo) -> Vocabulary:
    """Return the vocabulary that the caller handed in, or one that takes any word."""
    return info.context if isinstance(info.context, Vocabulary) else ANY_WORD


def refuse(flaws: Flaws) -> None:
    """Raise all flaws as one error when there are any."""
    if flaws:
        raise flawed(flaws)


def with_provenance(plain: object, sources: tuple[str, ...], confidence: Confidence | None) -> object:
    """Return a plain value, wrapped in ``{value, sources, confidence}`` when these were given."""
    wrapped: dict[str, object] = {"value": plain}
    if sources:
        wrapped["sources"] = list(sources)
    if confidence is not None:
        wrapped["confidence"] = confidence
    return wrapped if len(wrapped) > 1 else plain


@dataclass(frozen=True, slots=True)
class FactOf:
    """A categorical fact with a closed list of words, or an open one when the list is empty."""

    words: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        writer = core_schema.plain_serializer_function_ser_schema(self.plain)
        return core_schema.no_info_plain_validator_function(self.read, serialization=writer)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        value = _words_schema(self.words)
        return _sourced_schema([value, _probabilities_schema(self.words)])

    def read(self, raw: object) -> Fact:
        """Return the fact, or raise every flaw in it."""
        if isinstance(raw, Fact):
            raw = self.plain(raw)
        flaws: Flaws = []
        words = Words(self.words)
        value, at, sources, confidence = unwrap(raw, flaws)
        options = spread(value, at, flaws, lambda item, where: words.read(item, where, flaws))
        refuse(flaws)
        order = {word: place for place, word in enumerate(self.words)}
        options = tuple(sorted(options, key=lambda option: (order.get(option[0], 0), option[0])))
        return Fact(options, sources, confidence)

    def plain(self, fact: Fact) -> object:
        """Return the fact as it would stand in a file."""
        as_plain: Callable[[str], object] = (lambda word: word == "true") if self.words == TRUTH else str
        value = UNKNOWN if fact.unknown else as_plain(fact.certain) if fact.certain else dict(fact.options)
        return with_provenance(value, fact.sources, fact.confidence)


@dataclass(frozen=True, slots=True)
class ListFactOf:
    """A fact whose value is a list of words; of open words, or of ids of tactics."""

    of: Literal["words", "tactics"] = "words"

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        writer = core_schema.plain_serializer_function_ser_schema(self.plain)
        return core_schema.with_info_plain_validator_function(self.read, serialization=writer)

    def __get_pydantic_json_schema__(self, _core: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        items: dict[str, object] = {"type": "array", "items": {"type": "string", "minLength": 1}}
        return _sourced_schema([items, {"type": "string", "minLength": 1}, _probabilities_schema(())])

    def read(self, raw: object, info: ValidationInfo) -> ListFact:
        """Return the fact, or raise every flaw in it."""
        if isinstance(raw, ListFact):
            raw = self.plain(raw)
        flaws: Flaws = []
        words = vocabulary_of(info).tactic_words(families=True) if self.of == "tactics" else Words()
        value, at, sources, confidence = unwrap(raw, flaws)
        options = spread(value, at, flaws, lambda item, where: read_joined(item, where, flaws, words))
        refuse(flaws)
        return ListFact(tuple(sorted(options)), sources, confidence)

    def plain(self, fact: ListFact) -> object:
        """Return the fact as it would stand in a file."""
        certain = fact.certain
        value: object = {",".join(words): share for words, share in fact.options}
        value = UNKNOWN if fact.unknown else list(certain) if certain is not None else value
        return with_provenance(value, fact.sources, fact.confidence)


@dataclass(frozen=True, slots=True)
class ListedOf:
    """A list that may be absent, ``unknown`` or sourced as a whole; a single item may stand without brackets.

    Attributes
    ----------
    words
        Whether an item may be one word.
    """

    words: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        writer = core_schema.wrap_serializer_function_ser_schema(self.plain)
        (item,) = get_args(source)
        items: Any = tuple.__class_getitem__((item, ...))
        return core_schema.no_info_wrap_validator_function(
            self.read, handler.generate_schema(items), serialization=writer
        )

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        single: list[dict[str, object]] = [{"type": "string", "minLength": 1}] if self.words else []
        return _sourced_schema([handler(core), *single])

    def read(self, raw: object, handler: Callable[[object], tuple[object, ...]]) -> Listed[object]:
        """Return the list, or raise every flaw in it."""
        if isinstance(raw, Listed):
            return Listed(handler(tuple(raw)), unknown=raw.unknown, sources=raw.sources, confidence=raw.confidence)
        flaws: Flaws = []
        value, _, sources, confidence = unwrap(raw, flaws)
        refuse(flaws)
        unknown = value is None or value == UNKNOWN
        items = () if unknown else handler(value if isinstance(value, (list, tuple)) else (value,))
        return Listed(items, unknown=unknown, sources=sources, confidence=confidence)

    def plain(self, listed: Listed[object], handler: Callable[[object], object]) -> object:
        """Return the list as it would stand in a file."""
        value = UNKNOWN if listed.unknown else handler(tuple(listed))
        return with_provenance(value, listed.sources, listed.confidence)


class MayBeUnknown:
    """A block of facts in whose place ``unknown`` (or nothing) may stand: then nothing in it is known."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(core), {"const": UNKNOWN}, {"type": "null"}]}

    def read(self, raw: object) -> object:
        """Return the block, empty when unknown."""
        return {} if raw is None or raw == UNKNOWN else raw


class MayBeWord:
    """A mapping in whose place its most important field may stand alone."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own signature
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}

    def read(self, raw: object) -> object:
        """Return the mapping."""
        return {self.key: raw} if isinstance(raw, str) else raw


def _words_schema(words: tuple[str, ...]) -> dict[str, object]:
    if not words:
        return {"type": "string", "minLength": 1}
    return {"enum": [*words, *((True, False) if words == TRUTH else ()), UNKNOWN]}


def _probabilities_schema(words: tuple[str, ...]) -> dict[str, object]:
    shares: dict[str, object] = {"type": "number", "minimum": 0, "maximum": 1}
    schema: dict[str, object] = {"type": "object", "description": "value to probability; the sum is 1"}
    schema |= {"minProperties": 1, "not": {"required": ["value"]}, "additionalProperties": shares}
    return schema | ({"propertyNames": {"enum": list(words)}} if words else {})


def _sourced_schema(values: list[dict[str, object]]) -> dict[str, object]:
    value = [*values, {"const": UNKNOWN}, {"type": "null"}]
    sources = {"type": "array", "items": {"type": "string"}}
    sourced: dict[str, object] = {
        "type": "object",
        "description": "a value with the ids of its sources and the coder's confidence",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {"value": {"anyOf": value}, "sources": sources, "confidence": {"enum": list(CONFIDENCES)}},
    }
    return {"anyOf": [*value, sourced]}
