"""The checks: agreement with metafor, simulations of the whole design, predictive checks, the report."""

import json
from pathlib import Path

import numpy as np
import pytest

from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.evidence import load_store
from prevent_options.model.data import model_data
from prevent_options.model.gate import Diagnostics
from prevent_options.validation.agreement import agreements
from prevent_options.validation.check import CheckReport
from prevent_options.validation.check_page import page
from prevent_options.validation.examples import EXAMPLES
from prevent_options.validation.leave_out import LeftOut
from prevent_options.validation.predictive import CellCheck
from prevent_options.validation.reml import estimate
from prevent_options.validation.sbc import Calibration, calibrate
from prevent_options.validation.sbc_file import Calibrations, Simulation
from prevent_options.validation.sensitivity import Sensitivity


def test_the_grid_of_worked_examples_is_whole() -> None:
    """Five published examples; one with a moderator, one with groups; every row has its variance."""
    assert len(EXAMPLES) == 5
    assert [len(e.moderator) > 0 for e in EXAMPLES].count(True) == 1
    assert [len(e.group) > 0 for e in EXAMPLES].count(True) == 1
    for example in EXAMPLES:
        assert len(example.y) == len(example.v)
        assert len(example.beta) == len(example.se)


def test_the_quantified_part_agrees_with_metafor() -> None:
    """Coefficients, standard errors and variances of every worked example, to six places."""
    assert {a.title: a.difference for a in agreements() if a.difference > 1e-6} == {}


def test_variances_of_tools_and_studies_are_found_again() -> None:
    """On 4,000 simulated studies of 80 tools both variances and the slope come back."""
    rng = np.random.default_rng(1)
    tool, x = np.repeat(np.arange(80), 50), rng.normal(size=4000)
    v = rng.uniform(0.01, 0.05, 4000)
    y = 0.2 - 0.3 * x + rng.normal(0, 0.5, 80)[tool] + rng.normal(0, np.sqrt(v + 0.09))
    found = estimate(y, v, np.column_stack([np.ones(4000), x]), tool)
    assert found.beta[1] == pytest.approx(-0.3, abs=0.03)
    assert found.tau2 == pytest.approx(0.09, rel=0.1)
    assert found.sigma2 == pytest.approx(0.25, rel=0.5)


def report(ranks: np.ndarray, observed: int) -> CheckReport:
    """Return a report with given ranks of one parameter and one cell of counts."""
    cell = CellCheck("mediation", "conflict", "less", 10, observed, (0, 9), (3, 7))
    calibration = Calibration({"mu": tuple(ranks)}, 1.0)
    tools = (
        Sensitivity("visa_ban", ("targeted_sanctions",), -0.2, 0.2, 0.1, 0.3, pull_prior=0.1, pull_findings=-0.2),
        Sensitivity("mediation", ("mediation",), -0.1, 0.2, 0.1, 0.01, pull_prior=0.1, pull_findings=-0.1),
    )
    left = LeftOut("sizes", ("a on lethal: -0.30", "b on lethal: +0.10"), (1, 1), (-0.5, -2.0), (0.2, 0.9))
    return CheckReport(agreements(), Diagnostics(1.0, 900, 900, 0, ()), (cell,), calibration, tools, (left,))


def test_even_ranks_pass_and_uneven_ones_are_named() -> None:
    """A parameter whose truth always lies in the upper half of its draws is not computed right."""
    even = np.linspace(0.0, 0.999, 200)
    assert report(even, 5).verdicts == dict.fromkeys(("agreement", "fit", "predictive", "calibration"), True)
    assert not report(0.5 + even / 2, 5).verdicts["calibration"]
    assert "beyond chance: mu" in report(0.5 + even / 2, 5).sentences["calibration"]


def test_a_count_that_replicates_do_not_reach_is_shown() -> None:
    """The page prints it bold, the verdict is no."""
    bad = report(np.linspace(0.0, 0.999, 200), 9)
    assert not bad.verdicts["predictive"]
    assert "<tr class=out><td>mediation</td>" in page(bad)
    assert "http" not in page(bad)


def test_conflicts_are_named_in_plain_words_and_leaving_out_says_where_it_fails() -> None:
    """The tool, the direction in which its findings pull, and the observation whose k-hat is too large."""
    remarks = "\n".join(report(np.linspace(0.0, 0.999, 200), 5).remarks)
    assert "prior-data conflict, visa_ban: prior and findings pull apart" in remarks
    assert (
        "findings pull towards less violence, and twice the weight on the prior would move the mean of -0.20" in remarks
    )
    assert "prior-data conflict, mediation" not in remarks
    assert "does not hold for 1 of them, worst b on lethal: +0.10 (0.90)" in remarks
    assert "-0.500 nats a finding" in remarks
    assert "<tr class=out><td>visa_ban</td>" in page(report(np.linspace(0.0, 0.999, 200), 5))


def test_a_cut_calibration_goes_on_where_it_was(root: Path, tmp_path: Path) -> None:
    """Whole lines are kept, a torn last line is done again; nothing is compiled when nothing is missing."""
    path, made_with = tmp_path / "simulations.jsonl", {"model": "1"}
    kept = Calibrations(path, made_with)
    for seed in (1, 2):
        kept.add(Simulation(seed, 1.0, {"mu": seed / 10}))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"seed": 3, "ra')
    again = Calibrations(path, made_with)
    assert again.missing(4) == [3, 4]
    design = model_data(load_store(root / "priors" / "evidence"))
    assert calibrate(design, {}, 2, again).ranks == {"mu": (0.1, 0.2)}


@pytest.mark.parametrize("text", ["", "{}\n", "no json\n", '{"schema": "prevent-options/calibration@1"}\n'])
def test_simulations_of_something_else_are_refused(tmp_path: Path, text: str) -> None:
    """Ranks of another model would prove nothing about this one; the file stays as it was."""
    path = tmp_path / "simulations.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="name another file"):
        Calibrations(path, {"model": "2"})
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_check_runs_everything_and_reports_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With few simulations: JSON holds every part, the page its picture, and the parts that need no luck pass."""
    html = tmp_path / "check.html"
    code = run(["priors", "check", "--simulations", "10", "--format", "json", "--html", str(html)])
    result = json.loads(capsys.readouterr().out)
    assert code == (0 if all(result["passed"].values()) else 1)
    assert result["passed"]["agreement"]
    assert result["passed"]["fit"]
    assert result["calibration"]["simulations"] == 10
    assert {"mu", "tau", "beta", "concentration_directions", "practitioner_bias", "log_likelihood"} <= set(
        result["calibration"]["p_values"]
    )
    assert len(result["predictive"]) >= 60
    assert len(result["sensitivity"]) >= 30
    assert {part["part"] for part in result["leave_out"]} >= {"directions", "sizes", "practitioners"}
    assert "data:image/png;base64," in html.read_text(encoding="utf-8")


def test_the_calibration_that_ships_is_the_one_its_page_tells(root: Path) -> None:
    """How many simulations, which p-value is least, and that nothing deviates: worked out from the file again."""
    lines = (root / "docs" / "checks" / "simulations.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    rows = [json.loads(line) for line in lines]
    assert sorted(row["seed"] for row in rows) == list(range(1, len(rows) + 1))
    found = Calibration({name: tuple(row["ranks"][name] for row in rows) for name in rows[0]["ranks"]}, 0.0)
    assert found.simulations >= 200
    assert found.failing == ()
    name = min(found.p_values, key=found.p_values.__getitem__)
    page_text = " ".join((root / "docs" / "checks.md").read_text(encoding="utf-8").split())
    told = f"{found.simulations} simulations of the whole model: no parameter deviates beyond chance; the least of"
    assert f"{told} {len(found.ranks)} p-values is {found.p_values[name]:.3f} (`{name}`)" in page_text
