"""What an update or a comparison of posteriors says, as JSON: ``prevent-options/update@1`` and ``…/difference@1``."""

from collections.abc import Sequence
from dataclasses import asdict

from prevent_options.assess import ToolResult
from prevent_options.json_text import json_text
from prevent_options.updating.cases import CaseMove
from prevent_options.updating.moved import Move
from prevent_options.updating.run import Updated

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None

PLACES = 4


def _numbers(values: object) -> Json:
    """Return numbers rounded, in dictionaries and lists."""
    if isinstance(values, dict):
        return {str(key): _numbers(value) for key, value in values.items()}
    if isinstance(values, list | tuple):
        return [_numbers(value) for value in values]
    return round(values, PLACES) if isinstance(values, float) else values  # type: ignore[return-value]  # plain data


def move_json(move: Move) -> Json:
    """Return one effect before and after."""
    more = {"change": move.change, "in_sds": move.in_sds, "beyond_noise": bool(move.beyond_noise)}
    return _numbers({**asdict(move), **more})


def _tool(before: ToolResult, after: ToolResult) -> Json:
    pairs = ((before.rank, after.rank), (before.expected_rank, after.expected_rank))
    means = (before.net_change.mean, after.net_change.mean)
    return _numbers({"tool": after.tool, "rank": pairs[0], "expected_rank": pairs[1], "net_change_mean": means})


def moved_json(moves: Sequence[Move], cases: Sequence[CaseMove]) -> dict[str, Json]:
    """Return what moved: bodies, tools, factors, and the tools of every case."""
    kinds = {"bodies": "body", "tools": "tool", "factors": "factor"}
    return {
        **{name: [move_json(move) for move in moves if move.kind == kind] for name, kind in kinds.items()},
        "cases": [
            {
                "case": case.case,
                "goal": case.goal,
                "first": list(case.first),
                "order_kept": _numbers(case.order_kept),
                "tools": [_tool(a, b) for a, b in case.tools],
            }
            for case in cases
        ],
    }


def update_json(done: Updated, moves: Sequence[Move], cases: Sequence[CaseMove], *, written: bool) -> str:
    """Return an update as JSON text that ends with a newline."""
    entry = done.entry
    document: dict[str, Json] = {
        "schema": "prevent-options/update@1",
        "how": entry["how"],
        "why": entry["why"],
        "pareto_k": entry["pareto_k"],
        "effective_draws": entry["effective_draws"],
        "studies": list(entry["studies"]),
        "written": written,
        "counted_twice": list(done.twice),
        "about": [move_json(move) for move in done.about],
        **moved_json(moves, cases),
    }
    return json_text(document)


def difference_json(why: Sequence[str], moves: Sequence[Move], cases: Sequence[CaseMove]) -> str:
    """Return the difference of two posteriors as JSON text that ends with a newline."""
    document = {"schema": "prevent-options/difference@1", "why": list(why), **moved_json(moves, cases)}
    return json_text(document)
