"""Power scaling and leave-one-out on draws whose answer is known."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from model_tools import unconstrained
from prevent_options.catalogues import load_catalogues
from prevent_options.evidence import load_store
from prevent_options.model.build import build_model
from prevent_options.model.data import ModelData, model_data
from prevent_options.model.fit import Fit
from prevent_options.model.gate import Diagnostics
from prevent_options.model.pointwise import levels_first, log_likelihoods
from prevent_options.model.scales import load_scales, values_of
from prevent_options.model.simulate import draw_truth, simulate
from prevent_options.validation.leave_out import leave_out
from prevent_options.validation.sensitivity import sensitivities

CHAINS, DRAWS = 2, 150


@pytest.fixture(scope="module")
def scales(root: Path) -> dict[str, float]:
    """Return the scales that ship."""
    return values_of(load_scales(root / "priors"))


@pytest.fixture(scope="module")
def data(root: Path) -> ModelData:
    """Return the arrays of the evidence that ships."""
    return model_data(load_store(root / "priors" / "evidence"))


@pytest.fixture(scope="module")
def prior_fit(data: ModelData, scales: dict[str, float]) -> Fit:
    """Return draws of the prior as if they were a fit."""
    rng = np.random.default_rng(5)
    truths = [draw_truth(data, scales, rng) for _ in range(CHAINS * DRAWS)]
    stacked = {name: np.array([truth[name] for truth in truths]) for name in truths[0]}
    arrays = {
        name: (("chain", "draw", f"{name}_dim")[: 1 + v.ndim], v.reshape(CHAINS, DRAWS, *v.shape[1:]))
        for name, v in stacked.items()
    }
    return Fit(xr.Dataset(arrays), Diagnostics(1.0, 300.0, 300.0, 0, ()), data, 1)


def whisper(rows: int) -> np.ndarray:
    """Return log likelihoods that say next to nothing; ArviZ refuses those that say nothing at all."""
    return 1e-6 * np.random.default_rng(6).normal(size=(rows, CHAINS * DRAWS))


@pytest.mark.parametrize("null", [1.0, 0.4])
def test_rows_add_up_to_the_models_own_log_probability(data: ModelData, scales: dict[str, float], null: float) -> None:
    """Part by part, with and without selective publication."""
    chosen = {**scales, "null_publication": null}
    simulated = simulate(data, scales, 3)
    ours = log_likelihoods(levels_first(simulated.truth), simulated.data, chosen)
    model = build_model(simulated.data, chosen)
    values = unconstrained(simulated.truth, data, scales)
    point = {}
    for variable in model.free_RVs:
        name = model.rvs_to_values[variable].name
        value = values[variable.name]
        point[name] = np.log(value) if name.endswith("_log__") else value
    theirs = model.point_logps(point, round_vals=8)
    theirs["sizes"] += theirs.get("published_sizes", 0.0)
    assert {name: float(part.sum()) for name, part in ours.items()} == pytest.approx(
        {name: theirs[name] for name in ours}, abs=1e-5
    )


def test_a_prior_without_findings_hangs_on_the_prior_alone(
    prior_fit: Fit, data: ModelData, scales: dict[str, float]
) -> None:
    """Draws of the prior move with the prior; a likelihood that says nothing moves nobody."""
    silent = {"directions": whisper(len(data.counts)), "sizes": whisper(len(data.sizes))}
    found = sensitivities(prior_fit, silent, scales, load_catalogues())
    assert len(found) >= 30
    assert {s.verdict for s in found} == {"prior"}
    assert max(s.findings for s in found) < 1e-4
    assert max(abs(s.pull_findings) for s in found) < 1e-4


def test_findings_that_say_less_violence_pull_there(prior_fit: Fit, data: ModelData, scales: dict[str, float]) -> None:
    """Where the likelihood of one body grows as its effect falls, its tools are pulled down, and others are not."""
    body = "targeted_sanctions"
    alpha = prior_fit.draws("alpha")[data.bodies.index(body)] + prior_fit.draws("mu")
    rows = whisper(len(data.counts))
    rows[np.flatnonzero(data.counts_at.body == data.bodies.index(body))[0]] = -4.0 * alpha
    parts = {"directions": rows, "sizes": whisper(len(data.sizes))}
    found = {s.tool: s for s in sensitivities(prior_fit, parts, scales, load_catalogues())}
    pulled = [s for s in found.values() if s.bodies == (body,)]
    assert pulled
    assert all(s.pull_findings < 0 for s in pulled if s.mean == pytest.approx(alpha.mean()))
    assert all(s.findings > 0.05 for s in pulled)
    assert all(s.findings < 1e-4 for s in found.values() if body not in s.bodies)


def test_leaving_out_is_exact_where_nothing_hangs_on_it(prior_fit: Fit, data: ModelData) -> None:
    """An observation as likely at every draw leaves what it says; one that one draw alone explains is named."""
    sizes = whisper(len(data.sizes)) - 1.5
    sizes[0] = np.where(np.arange(300) == 0, -1.0, -1.0 + 30 * np.random.default_rng(1).standard_cauchy(300))
    (part,) = leave_out(prior_fit, {"sizes": sizes})
    assert part.elpd[1:] == pytest.approx([-1.5] * (len(data.sizes) - 1), abs=1e-4)
    assert list(part.failing) == [part.names[0]]
    assert part.per_finding == pytest.approx(-1.5, abs=1e-4)
