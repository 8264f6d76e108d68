"""``portfolio`` as its users meet it: what it prints, what other programs read, and what it says to contradictions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prevent_options.cli.app import run

type Run = Callable[..., tuple[int, str, str]]
FAST = ("--draws", "300")


@pytest.fixture
def command(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs ``portfolio`` on the case of Darfur."""

    def call(*options: str, case: Path | None = None) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["portfolio", str(case or root / "cases" / "sdn-darfur-2024.yaml"), *FAST, *options])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def _json(command: Run, *options: str) -> dict[str, Any]:
    code, out, _ = command("--format", "json", *options)
    assert code == 0
    document: dict[str, Any] = json.loads(out)
    return document


def test_json_has_the_promised_fields_and_repeats_byte_for_byte(command: Run) -> None:
    """The shape other programs read: portfolios and frontier with tools, net change, backfire and effort."""
    document = _json(command)
    for option in (*document["portfolios"], *document["frontier"]):
        assert set(option["net_change"]) == {"mean", "q05", "q50", "q95"}
        assert 0 <= option["p_backfire"] <= 1
        assert option["effort"] >= len(option["tools"])
        assert {step["tool"] for step in option["steps"]} == set(option["tools"])
    assert len(document["portfolios"]) == 5
    assert command("--format", "json")[1] == command("--format", "json")[1]


def test_single_tools_have_the_net_change_of_the_ranking(command: Run, root: Path) -> None:
    """A portfolio of one tool is that tool: the same draws give the same figures as ``rank``."""
    from prevent_options.assess import assess, load_knowledge
    from prevent_options.profile import load_case

    case = load_case(root / "cases" / "sdn-darfur-2024.yaml")
    told = {tool.tool: tool.net_change for tool in assess(case, load_knowledge(), draws=300).tools}
    for option in _json(command, "--max-tools", "1", "--top", "10")["portfolios"]:
        one, found = told[option["tools"][0]], option["net_change"]
        assert [found[name] for name in ("q05", "q50", "q95")] == pytest.approx([one.q05, one.q50, one.q95], abs=2e-6)
        assert found["mean"] == pytest.approx(one.mean, abs=2e-6)


def test_limits_are_kept(command: Run) -> None:
    """Budget, size, wishes and conflicts bound every reported set; the frontier looks past the budget."""
    document = _json(command, "--budget", "6", "--max-tools", "4", "--with", "mediation", "--without", "coi_ffm")
    for option in document["portfolios"]:
        assert option["effort"] <= 6
        assert "mediation" in option["tools"]
        assert "coi_ffm" not in option["tools"]
    assert max(option["effort"] for option in document["frontier"]) > 6


def test_more_budget_never_averts_less(command: Run) -> None:
    """The best set within a larger budget is at least as good."""
    utilities = [_json(command, "--budget", str(budget))["portfolios"][0]["utility"] for budget in (1, 3, 6, 12)]
    assert utilities == sorted(utilities)


def test_a_reward_comes_after_a_charge(command: Run) -> None:
    """What needs another tool first stands only beside it, and after it in the order of steps."""
    document = _json(command, "--with", "war_crimes_rewards", "--max-tools", "3")
    for option in document["portfolios"]:
        assert {"icc_referral", "domestic_prosecution"} & set(option["tools"])
        order = [step["tool"] for step in option["steps"]]
        charge = min(order.index(name) for name in ("icc_referral", "domestic_prosecution") if name in order)
        assert charge < order.index("war_crimes_rewards")


@pytest.mark.parametrize("goal", ["stop", "foreclose"])
def test_other_goals_rank_by_their_own_utility(command: Run, goal: str) -> None:
    """Under stop the utility is a probability, under foreclose the share of the risk that is removed."""
    document = _json(command, "--goal", goal, "--max-tools", "2")
    utilities = [option["utility"] for option in document["portfolios"]]
    assert utilities == sorted(utilities, reverse=True)
    if goal == "stop":
        assert all(0 <= value <= 1 for value in utilities)


def test_table_tells_order_ways_out_frontier_and_focus(command: Run) -> None:
    """People read the same answer with how to read it, and the direction of every figure."""
    code, out, _ = command()
    assert code == 0
    for told in ("minus is less", "in the order in which to begin", "companion", "What effort buys", "focus"):
        assert told in " ".join(out.split())


def test_every_table_under_stop_shows_what_it_orders_by(command: Run) -> None:
    """Best sets, frontier and focus have the probability of stopping; none is wider than 80 columns."""
    code, out, _ = command("--goal", "stop", "--max-tools", "2")
    assert code == 0
    heads = [line for line in out.splitlines() if "net change" in line and ("effort" in line or "worse" in line)]
    assert len(heads) == 3
    assert all("stops" in head.split() for head in heads)
    assert out.count("by stops, larger is better") == 2
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_picture_is_written_and_repeats(command: Run, tmp_path: Path, ending: str) -> None:
    """The picture of the frontier has the same bytes when it is drawn again."""
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    assert command("--plot", str(first))[0] == command("--plot", str(second))[0] == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--budget", "0.5"), ("at least 1", "cheapest tool")),
        (("--budget", "inf"), ("found inf", "expected a number")),
        (("--budget", "nan", "--format", "json"), ("found nan", "expected a number")),
        (("--with", "mediaton"), ("no such id", "mediation")),
        (("--with", "nosuchtool"), ("no such id", "nothing is near", "prevent-options rank")),
        (("--with", "maro"), ("may not be used", "maro")),
        (("--with", "mediation", "--without", "mediation"), ("asked for and left out",)),
        (("--with", "icc_referral", "--with", "negotiated_exit"), ("cannot stand beside", "CON-002")),
        (("--with", "icc_referral", "--budget", "3"), ("cost 4", "raise the budget")),
        (("--with", "mediation", "--with", "icc_referral", "--max-tools", "1"), ("2 tools asked for",)),
        (("--with", "war_crimes_rewards", "--max-tools", "1"), ("SEQ-001",)),
        (("--allow", "CON-999"), ("no such id", "CON-0")),
        (("--plot", "frontier.gif"), (".png", ".svg")),
        (("--max-tools", "9"), ("9",)),
    ],
)
def test_contradictions_are_said_plainly(command: Run, options: tuple[str, ...], told: tuple[str, ...]) -> None:
    """Limits that cannot be kept end with exit code 2, the reason on standard error, and no table."""
    code, out, err = command(*options)
    assert (code, out) == (2, "")
    assert all(words in err for words in told)
    assert "Traceback" not in err


def test_all_contradictions_are_told_at_once(command: Run) -> None:
    """Two mistakes give two problems."""
    _, _, err = command("--budget", "0.5", "--with", "mediaton")
    assert len(err.strip().splitlines()) == 2


def test_no_tool_left_is_no_empty_table(command: Run, root: Path, tmp_path: Path) -> None:
    """A case that bars every family gets an error that says what bars the tools."""
    from prevent_options.catalogues import load_catalogues

    families = ", ".join(load_catalogues().tool_families)
    text = (root / "cases" / "sdn-darfur-2024.yaml").read_text("utf-8")
    case = tmp_path / "none.yaml"
    case.write_text(text.replace("unavailable: [maro]", f"unavailable: [{families}]"), "utf-8")
    code, out, err = command(case=case)
    assert (code, out) == (2, "")
    assert "no tool is left" in err


def test_a_budget_in_money_is_refused_unless_given_in_effort(command: Run, root: Path, tmp_path: Path) -> None:
    """Nobody can turn dollars into the catalogue's effort, so the case's own unit is asked for again."""
    text = (root / "cases" / "sdn-darfur-2024.yaml").read_text("utf-8")
    case = tmp_path / "money.yaml"
    case.write_text(text.replace("{max_tools: 3,", "{max_tools: 3, budget: {unit: USD million, limit: 5},"), "utf-8")
    code, out, err = command(case=case)
    assert (code, out) == (2, "")
    assert "--budget in effort" in err
    assert command("--budget", "5", case=case)[0] == 0
