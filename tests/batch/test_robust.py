"""Which choices hold over the scenarios of a case stands below it on the page, ties called ties."""

from pathlib import Path

import polars as pl
import pytest

from prevent_options.batch import Plan, Running, Settings, read_watchlist, run_batch, scenarios
from prevent_options.batch.choice import Choice
from prevent_options.batch.page_case import case_row
from prevent_options.batch.record import Record, ToolLine
from prevent_options.batch.robust import RobustLine
from prevent_options.catalogues import load_catalogues


def test_the_page_tells_which_choices_hold_over_the_scenarios(two: Path, tmp_path: Path) -> None:
    """Below each case: the smallest largest regret and its ties, shares of scenarios, and the first of the ranking."""
    output = tmp_path / "out"
    crossed = scenarios([{"perpetrators.*.structure": ("elite_driven", "diffuse")}])
    run_batch(Plan(read_watchlist(two), Settings(200, 1), crossed), output, Running())
    page = (output / "index.html").read_text(encoding="utf-8")
    robust, stated = pl.read_csv(output / "robust.csv"), pl.read_csv(output / "results.csv")
    names = {tool.id: tool.name for tool in load_catalogues().tools.values()}
    for (case,), rows in robust.group_by("case"):
        told = page.split(f'id="case-{case}"')[1].split("</tbody>")[0]
        best = rows.filter("minimax").row(0, named=True)
        assert f"Over 3 scenarios, the smallest loss at worst: {names[best['tool']]}" in told
        good = round(3 * best["satisficing_share"])
        assert f"at worst {100 * best['max_regret']:.1f} points behind the best tool of a scenario" in told
        assert f"by a tenth or more in {good} of 3; first or a tie with the first in {best['first_band']} of 3" in told
        first = stated.filter(pl.col("case") == case, pl.col("rank") == 1)["tool"][0]
        assert f"<strong>{names[first]}</strong> (first in the ranking)" in told
    tidy = pl.read_csv(output / "scenarios.csv")
    counted = tidy.filter(pl.col("eligible")).group_by("case", "tool").agg((pl.col("rank_band") == 1).sum().alias("n"))
    both = robust.join(counted, on=["case", "tool"])
    assert both["first_band"].to_list() == both["n"].to_list()
    assert set(robust["all_scenarios"]) == {3}


def test_a_page_without_what_ifs_tells_of_no_scenarios(two: Path, tmp_path: Path) -> None:
    """One run of each case leaves nothing to hold over."""
    run_batch(Plan(read_watchlist(two), Settings(200, 1)), tmp_path / "out", Running())
    assert "scenario" not in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("goal", "ties"), [("reduce", "B"), ("stop", "")])
def test_what_lies_within_the_error_of_the_lead_is_a_tie(goal: str, ties: str) -> None:
    """A point and a half behind is a tie where the error of the lead is one, three points are not."""
    lines = tuple(
        RobustLine(tool, held, 3, 2, 3, regret, 0.01, tool == "a")
        for tool, regret, held in (("a", 0.02, 3), ("b", 0.035, 3), ("c", 0.05, 3), ("d", 0.02, 2))
    )
    choice = Choice("A", "B", 0.01, 0.01, settled=False, tied=True, facts=0.0, values=0.0, share_error=0.0, found=None)
    tools = tuple(
        ToolLine(name.lower(), name, "f", n, 1, True, False, 1.0, -0.1, -0.2, 0.1, 0.2, "low", ())
        for n, name in enumerate("ABCD", start=1)
    )
    record = Record("k", "n", "x", "done", goal=goal, tools=tools, choice=choice)
    rows = case_row(record, [], lines)["robust"]
    assert "".join(row["name"] for row in rows if row["level"]) == ties
    assert [row["first"] for row in rows] == [True, False, False, False]
