"""The arithmetic that stands behind a log ratio: read as numbers, ``ln`` and ``exp``, never as code."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Final

from prevent_options.evidence.study import Size

TOLERANCE: Final = 0.005
"""How far the number written down may be from what its derivation gives: it is rounded to three places or two."""

_LOGARITHM: Final = frozenset({"percent_change", "rate_ratio", "odds_ratio", "relative_to_mean", "predicted_counts"})
"""Scales that become a log ratio by a logarithm."""

_REPORTED: Final = " as reported"

_BINARY: Final[Mapping[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
_SIGNS: Final[Mapping[type[ast.unaryop], float]] = {ast.USub: -1.0, ast.UAdd: 1.0}
_FUNCTIONS: Final[Mapping[str, Callable[[float], float]]] = {"ln": math.log, "exp": math.exp}
_LONGEST: Final = 200


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in _SIGNS:
            return _SIGNS[type(sign)] * _value(inner)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(inner))
    raise ValueError("expected numbers, + - * / **, ln(…) and exp(…)")


def value_of(derivation: str) -> float:
    """Return the number a derivation gives; what stands after a semicolon is a remark.

    Raises
    ------
    ValueError
        It is no arithmetic, or has no value (the logarithm of a negative number).
    """
    text = derivation.split(";", maxsplit=1)[0].strip().removesuffix(_REPORTED).strip()
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    try:
        return _value(ast.parse(text, mode="eval").body)
    except (SyntaxError, OverflowError, ZeroDivisionError, RecursionError, MemoryError) as error:
        raise ValueError(f"no arithmetic ({error.__class__.__name__})") from error


def misfit(size: Size) -> tuple[str, str] | None:
    """Return what is wrong with the derivation of a size and what was expected; None where all is well."""
    try:
        value = value_of(size.derivation)
    except ValueError as error:
        return f"{size.derivation!r}: {error}", "arithmetic that gives unit_log_ratio, such as ln(1 - 0.07)"
    if abs(value - size.unit_log_ratio) > TOLERANCE:
        return f"{size.derivation!r} gives {value:.3f}, unit_log_ratio is {size.unit_log_ratio:g}", "the same number"
    if size.scale in _LOGARITHM and "ln(" not in size.derivation:
        return f"{size.derivation!r} on the scale {size.scale}", "a logarithm, because effects are log ratios"
    return None
