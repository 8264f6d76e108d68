"""Choices that hold across scenarios: how often a tool does enough, and how much is lost if it is chosen and wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from prevent_options.assumptions import load_assumptions
from prevent_options.batch.tables import scan_parts, sink


def write_robust(output: Path, keys: Sequence[str]) -> None:
    """Write ``robust`` as CSV and Parquet: one row for each case and tool, over all scenarios of the case.

    Columns besides the names: ``scenarios`` counts those in which the tool may be used, ``all_scenarios`` those of the
    case, ``first_band`` those in which the tool is first or a tie with the first; ``satisficing_share`` is the
    share of all scenarios in which it may be used and expected harm falls by at least ``reduce_threshold`` of the
    assumptions; regret is the expected net change of the tool less that of the best tool of the same scenario (0 is
    best); ``minimax`` marks the tool whose largest regret is smallest among tools that may be used in every scenario.

    Parameters
    ----------
    output
        Folder of the batch.
    keys
        Keys of the parts.

    Raises
    ------
    InputError
        When the table cannot be written.
    """
    import polars as pl  # noqa: PLC0415 - only tables need it

    enough = -load_assumptions().reduce_threshold.value
    rows = scan_parts(output, keys).filter(pl.col("status") == "done")
    total = rows.group_by("case").agg(pl.col("scenario").n_unique().alias("total"))
    able = rows.filter(pl.col("eligible"))
    best = able.group_by("case", "scenario").agg(pl.col("net_change_mean").min().alias("best"))
    mean = pl.col("net_change_mean")
    table = (
        able.join(best, on=["case", "scenario"])
        .with_columns(regret=mean - pl.col("best"), fits=mean <= enough)
        .group_by("case", "country", "tool", "family")
        .agg(
            pl.len().alias("scenarios"),
            (pl.col("rank_band") == 1).sum().alias("first_band"),
            pl.col("fits").sum().alias("good"),
            pl.col("regret").max().round(6).alias("max_regret"),
            pl.col("regret").mean().round(6).alias("mean_regret"),
            pl.col("rank").min().alias("best_rank"),
            pl.col("rank").max().alias("worst_rank"),
        )
        .join(total, on="case")
        .with_columns(
            satisficing_share=(pl.col("good") / pl.col("total")).round(6),
            everywhere=pl.col("scenarios") == pl.col("total"),
        )
        .with_columns(
            minimax=pl.col("everywhere")
            & (pl.col("max_regret") == pl.col("max_regret").filter(pl.col("everywhere")).min().over("case"))
        )
        .rename({"total": "all_scenarios"})
        .drop("good", "everywhere")
        .sort("case", "max_regret", "tool")
    )
    sink(table, output / "robust")


SHOWN = 3
"""So many tools of a case stand on the page, and the first of its ranking beside them; the table has all."""


class RobustLine(NamedTuple):
    """One tool over all scenarios of a case, as the page tells it; figures as in :func:`write_robust`."""

    tool: str
    scenarios: int
    all_scenarios: int
    first_band: int
    good: int
    max_regret: float
    mean_regret: float
    minimax: bool


def robust_lines(output: Path, firsts: Mapping[str, str]) -> dict[str, tuple[RobustLine, ...]]:
    """Return what the page tells of some cases: tools of the smallest largest regret, and the first of the ranking.

    Parameters
    ----------
    output
        Folder of the batch, with its table ``robust``.
    firsts
        The first tool of the case as stated, by case.
    """
    import polars as pl  # noqa: PLC0415 - only tables need it

    table = pl.scan_parquet(output / "robust.parquet").filter(pl.col("case").is_in(list(firsts))).collect()
    return {
        str(case): tuple(map(_line, _told(rows.to_dicts(), firsts[str(case)])))
        for (case,), rows in table.group_by("case", maintain_order=True)
    }


def _told(rows: Sequence[dict[str, Any]], first: str) -> list[dict[str, Any]]:
    """Return the rows that are told: tools that may be used in every scenario go before others, as in ``minimax``."""
    order = sorted(rows, key=lambda row: (row["scenarios"] < row["all_scenarios"], row["max_regret"], row["tool"]))
    return [*order[:SHOWN], *(row for row in order[SHOWN:] if row["tool"] == first)]


def _line(row: dict[str, Any]) -> RobustLine:
    good = round(row["satisficing_share"] * row["all_scenarios"])
    figures = {name: row[name] for name in RobustLine._fields if name != "good"}
    return RobustLine(**figures, good=good)
