"""Documents against models: every pydantic error becomes a problem with file, line and dotted path."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from typing import TypeAliasType, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from prevent_options.errors import InputError, Problem
from prevent_options.yamlio.document import Address, Document, shown
from prevent_options.yamlio.flaws import FLAWS, Flaw, one_of, suggestion

_LAX_TYPES = (int, float, bool)
# A list may stand under this key beside its sources, and its items count as items of the field.
_SOURCED = "value"


class StrictModel(BaseModel):
    """Base of every model that is read from a file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, defer_build=True
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Refuse bare numbers and booleans, which pydantic would read from text as it likes (``NO`` as false)."""
        super().__pydantic_init_subclass__(**kwargs)
        for name, info in cls.model_fields.items():
            if info.annotation in _LAX_TYPES and not any(hasattr(m, "func") for m in info.metadata):
                raise TypeError(f"{cls.__name__}.{name}: use Integer, Number or YesNo of prevent_options.yamlio.types")


def _kept(location: Address, data: object, *, missing: bool) -> Address:
    """Return a pydantic location without the union members it names, which are not in the file.

    Only the last key of an error about a missing key may be absent from the data.
    """
    kept: list[str | int] = []
    for position, key in enumerate(location):
        last = missing and position == len(location) - 1
        if isinstance(key, int) and isinstance(data, Mapping) and _SOURCED in data:
            kept.append(_SOURCED)
            data = data[_SOURCED]
        if isinstance(data, Mapping) and (key in data or last):
            data = data.get(key)
        elif isinstance(data, (list, tuple)) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            continue
        kept.append(key)
    return tuple(kept)


def _inner(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models that a type annotation holds, through unions, lists and mappings."""
    if isinstance(annotation, TypeAliasType):
        yield from _inner(annotation.__value__)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for part in get_args(annotation):
            yield from _inner(part)


def _known_keys(model: type[BaseModel], location: Address) -> tuple[str, ...]:
    """Return the keys that the model allows beside the last key of a location."""
    models = [model]
    for key in location[:-1]:
        named = [m for m in models if m.__name__ == key]
        fields = [info for m in models for name, info in m.model_fields.items() if key in {name, info.alias}]
        models = named or [inner for info in fields for inner in _inner(info.annotation)] or models
    return tuple(dict.fromkeys(info.alias or name for m in models for name, info in m.model_fields.items()))


def _missing(error: ErrorDetails, _keys: tuple[str, ...]) -> tuple[str, str, str]:
    key = error["loc"][-1]
    return f"no '{key}'", f"expected '{key}', which is required", f"add '{key}: ...'"


def _extra(error: ErrorDetails, keys: tuple[str, ...]) -> tuple[str, str, str]:
    word = str(error["loc"][-1])
    todo = suggestion(word, keys)
    return f"the unknown key {shown(word)}", one_of(keys, 30), todo if todo.startswith("did") else "remove or rename it"


def _literal(error: ErrorDetails, _keys: tuple[str, ...]) -> tuple[str, str, str]:
    context = error.get("ctx", {})
    words = str(context.get("expected", context.get("expected_tags", ""))).replace(" or ", ", ").replace("'", "")
    known = [word for word in words.split(", ") if word]
    return f"found {shown(error['input'])}", one_of(known, 30), suggestion(str(error["input"]), known)


def _wanted(words: str) -> Callable[[ErrorDetails, tuple[str, ...]], tuple[str, str, str]]:
    def tell(error: ErrorDetails, _keys: tuple[str, ...]) -> tuple[str, str, str]:
        expected = words.format(**error.get("ctx", {}))
        return f"found {shown(error['input'])}", f"expected {expected}", "correct the value"

    return tell


_TELL: dict[str, Callable[[ErrorDetails, tuple[str, ...]], tuple[str, str, str]]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _literal,
    "enum": _literal,
    "model_type": _wanted("a mapping (key: value)"),
    "model_attributes_type": _wanted("a mapping (key: value)"),
    "dict_type": _wanted("a mapping (key: value)"),
    "list_type": _wanted("a list"),
    "tuple_type": _wanted("a list"),
    "string_type": _wanted("text"),
    "greater_than_equal": _wanted("at least {ge}"),
    "greater_than": _wanted("more than {gt}"),
    "less_than_equal": _wanted("at most {le}"),
    "less_than": _wanted("less than {lt}"),
    "too_short": _wanted("at least {min_length} item(s)"),
    "too_long": _wanted("at most {max_length} item(s)"),
}


def _other(error: ErrorDetails, _keys: tuple[str, ...]) -> tuple[str, str, str]:
    message = error["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    return f"found {shown(error['input'])}", message, "correct the value"


def _flaws(error: ErrorDetails, model: type[BaseModel]) -> Iterable[Flaw]:
    if error["type"] == FLAWS:
        held: tuple[Flaw, ...] = error["ctx"][FLAWS]
        return held
    tell = _TELL.get(error["type"], _other)
    keys = _known_keys(model, error["loc"]) if tell is _extra else ()
    return (Flaw((), *tell(error, keys)),)


def _long_enough(error: ErrorDetails) -> bool:
    """Whether a list is called too short though it is not: pydantic counts valid items only."""
    held = error["input"]
    return error["type"] == "too_short" and isinstance(held, Sized) and len(held) >= error["ctx"]["min_length"]


def _problems(failure: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    for error in failure.errors(include_url=False):
        if _long_enough(error):
            continue
        address = _kept(error["loc"], document.data, missing=error["type"] == "missing")
        for flaw in _flaws(error, model):
            at = (*address, *flaw.at)
            yield Problem(document.file, document.line(at), document.dotted(at), flaw.found, flaw.expected, flaw.todo)


def validation_problems[M: BaseModel](
    document: Document, model: type[M], *, context: object = None
) -> tuple[M | None, list[Problem]]:
    """Validate a document without raising.

    Parameters
    ----------
    document
        What was read.
    model
        What it must hold.
    context
        Handed to the model's validators.

    Returns
    -------
    tuple
        The model and no problems, or None and every problem.
    """
    try:
        return model.model_validate(document.data, context=context, by_alias=True, by_name=False), []
    except ValidationError as failure:
        return None, list(dict.fromkeys(_problems(failure, document, model)))


def validate_document[M: BaseModel](document: Document, model: type[M], *, context: object = None) -> M:
    """Validate a document against a model.

    Parameters
    ----------
    document
        What was read.
    model
        What it must hold; a pydantic model, usually a `StrictModel`.
    context
        Handed to the model's validators.

    Returns
    -------
    M
        The validated model.

    Raises
    ------
    InputError
        With one problem for every error, each with line, dotted path and what to do.
    """
    valid, problems = validation_problems(document, model, context=context)
    if valid is None:
        raise InputError(problems)
    return valid
