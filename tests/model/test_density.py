"""The written-out density is that of the PyMC model, its gradient is its slope, and its coordinates lead back."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from model_tools import unconstrained
from prevent_options.evidence import load_store
from prevent_options.model.data import ModelData, model_data
from prevent_options.model.layout import AVERAGE, TALLIES
from prevent_options.model.sampling import Density, Effort
from prevent_options.model.scales import load_scales, values_of
from prevent_options.model.simulate import simulate

POINTS = 6
STEP = 1e-5


@pytest.fixture(scope="module")
def scales(root: Path) -> dict[str, float]:
    """Return the scales that ship."""
    return values_of(load_scales(root / "priors"))


@pytest.fixture(scope="module")
def data(root: Path) -> ModelData:
    """Return the arrays of the evidence that ships."""
    return model_data(load_store(root / "priors" / "evidence"))


def without_tallies(data: ModelData) -> ModelData:
    """Return data in which no practitioner was interviewed."""
    return replace(data, tally_counts=data.tally_counts[:0], tally_at=data.tally_at[:0])


def without_factors(data: ModelData) -> ModelData:
    """Return data without any finding on factors."""
    none = {name: getattr(data, name)[:0] for name in ("factor_counts", "factor_at", "factor_kind", "factor_indirect")}
    few = replace(without_tallies(data), **none, factor_adverse=data.factor_adverse[:0])
    return replace(few, factors=(), beta_cells=())


@pytest.mark.parametrize("null", [1.0, 0.4])
def test_it_is_the_density_of_the_pymc_model(data: ModelData, scales: dict[str, float], null: float) -> None:
    """Between parameters drawn from the prior both differ by as much, the change of coordinates accounted for."""
    from pytensor.compile.mode import Mode

    from prevent_options.model.build import build_model

    chosen = {**scales, "null_publication": null}
    findings = simulate(data, scales, 99).data
    model, ours = build_model(findings, chosen), Density(findings, chosen)
    theirs, gaps = model.compile_logp(mode=Mode(linker="py", optimizer=None)), []
    for seed in range(POINTS):
        truth = simulate(data, scales, seed).truth
        values, point = unconstrained(truth, data, scales), {}
        for variable in model.free_RVs:
            name, value = model.rvs_to_values[variable].name, values[variable.name]
            point[name] = np.log(value) if name.endswith("_log__") else value
        relative_means = 3.0 * np.log(truth["factor_sd"][np.bincount(data.factor_kind).argmax()])
        gaps.append(float(ours(ours.layout.vector(truth))[0] - relative_means - theirs(point)))
    np.testing.assert_allclose(gaps, gaps[0], rtol=0, atol=1e-6)
    assert abs(gaps[0]) < 1e4


@pytest.mark.parametrize("part", ["all", "selective", "no tallies", "no factors"])
def test_its_gradient_is_its_slope(data: ModelData, scales: dict[str, float], part: str) -> None:
    """By central differences in every coordinate, with and without each part of the model."""
    chosen = {**scales, "null_publication": 0.4} if part == "selective" else scales
    cut = {"no tallies": without_tallies, "no factors": without_factors}
    density = Density(cut[part](data) if part in cut else data, chosen)
    x = density.layout.start(4)
    _, gradient = density(x)
    steps = STEP * np.eye(len(x))
    slopes = np.array([(density(x + step)[0] - density(x - step)[0]) / (2 * STEP) for step in steps])
    np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-4)


def test_vectors_lead_back_to_the_notation(data: ModelData, scales: dict[str, float]) -> None:
    """Every parameter survives the way into the sampler's coordinates and back."""
    truth, layout = simulate(data, scales, 5).truth, Density(data, scales).layout
    back = layout.notation(layout.vector(truth)[None, None, :])
    assert set(back) == set(truth)
    for name, (_, values) in back.items():
        np.testing.assert_allclose(values[0, 0], truth[name], rtol=1e-9, atol=1e-12, err_msg=name)


def test_parameters_without_findings_are_left_out(data: ModelData, scales: dict[str, float]) -> None:
    """The vector has no coordinates that nothing is said about."""
    assert Density(without_factors(data), scales).layout.names == AVERAGE
    assert not set(TALLIES) & set(Density(without_tallies(data), scales).layout.names)


def test_other_findings_of_one_design_move_the_density(data: ModelData, scales: dict[str, float]) -> None:
    """And leave the density they were derived from as it was."""
    density = Density(data, scales)
    x = density.layout.start(1)
    before, other = density(x)[0], density.given(simulate(data, scales, 6).data)
    assert other(x)[0] != before
    assert density(x)[0] == before


def test_a_few_draws_come_with_names_and_levels(data: ModelData, scales: dict[str, float]) -> None:
    """Dimensions and levels are those of the data."""
    draws, _ = Density(without_factors(data), scales).sample(3, Effort(2, 1, 10, 20, 2, 0.8))
    assert isinstance(draws, xr.Dataset)
    assert draws["alpha"].dims == ("chain", "draw", "body")
    assert draws["alpha"].shape == (2, 5, len(data.bodies))
    assert list(draws["alpha"]["body"].to_numpy()) == list(data.bodies)
    assert all(np.isfinite(draws[name]).all() for name in draws)
