"""The checks: agreement with metafor, simulations of the whole design, predictive checks, the report."""

import json
from pathlib import Path

import numpy as np
import pytest

from prevent_options.cli.app import run
from prevent_options.evidence import load_store
from prevent_options.evidence.vocabulary import INDIRECT
from prevent_options.model.gate import Diagnostics
from prevent_options.validation.agreement import agreements
from prevent_options.validation.check import CheckReport, page
from prevent_options.validation.examples import EXAMPLES
from prevent_options.validation.predictive import CellCheck
from prevent_options.validation.reml import estimate
from prevent_options.validation.sbc import Calibration, reduced


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


def test_the_reduced_design_is_whole(root: Path) -> None:
    """Few bodies, and every part of the model: sizes, perpetrators, side effects, indirect outcomes, practitioners."""
    design = reduced(load_store(root / "priors" / "evidence"))
    assert len(design.sizes) >= 3
    assert len(design.delta_cells) >= 2
    assert len(design.tally_counts) >= 10
    assert design.factor_adverse.sum() >= 1
    assert set(INDIRECT) <= set(design.outcomes)


def report(ranks: np.ndarray, observed: int) -> CheckReport:
    """Return a report with given ranks of one parameter and one cell of counts."""
    cell = CellCheck("mediation", "conflict", "less", 10, observed, (0, 9), (3, 7))
    calibration = Calibration({"mu": tuple(ranks)}, 1.0, 2.0)
    return CheckReport(agreements(), Diagnostics(1.0, 900, 900, 0, ()), (cell,), calibration)


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
    assert {"mu", "tau", "beta", "concentration_directions", "practitioner_bias"} <= set(
        result["calibration"]["p_values"]
    )
    assert len(result["predictive"]) >= 60
    assert "data:image/png;base64," in html.read_text(encoding="utf-8")
