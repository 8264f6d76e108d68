"""What is learned from a panel is written only after the gate, with citation and without rows."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from prevent_options.cli.app import run
from prevent_options.model.gate import Diagnostics, FitError
from prevent_options.model.panel_build import (
    NODES,
    TERMS,
    K,
    PanelData,
    build_panel_model,
    coordinates,
    design,
    nodes,
    panel_data,
)
from prevent_options.model.panel_fit import SUMMARISED, PanelFit, scores
from prevent_options.model.panel_save import learned, save_learned
from prevent_options.panel.filtering import Readings, expected_levels, moment_readings
from prevent_options.panel.ordinal import level_probabilities
from prevent_options.panel.simulate import simulate_panel
from prevent_options.panel.table import Panel, Report, moments

GOOD = Diagnostics(1.004, 812.0, 655.0, 0, ())
SOURCE = {"citation": "An invented panel", "sha256": "0" * 64, "command": "none"}


@pytest.fixture
def panel(readings: Readings) -> Panel:
    """Return an invented panel of 40 countries and 12 years."""
    severity = simulate_panel(readings, np.random.default_rng(4), (40, 12))
    countries = tuple(f"Land {c}" for c in range(40))
    return Panel(countries, tuple(range(1990, 2002)), severity, Report(480, 480, {}, 0, 0, 0, ()))


@pytest.fixture
def data(panel: Panel, readings: Readings) -> PanelData:
    """Return its country-years as the model reads them."""
    return panel_data(panel.severity, expected_levels(panel.severity, readings), moments(panel.severity))


def fitted(panel: Panel, diagnostics: Diagnostics) -> PanelFit:
    """Return a fit whose draws are noise, with these diagnostics."""
    rng = np.random.default_rng(1)
    draws = {name: rng.normal(size=(50, K)) for name in SUMMARISED}
    return PanelFit(moment_readings(panel.severity), draws, diagnostics, 2001, 400)


@pytest.mark.parametrize(
    ("diagnostics", "words"),
    [
        (Diagnostics(1.02, 900.0, 900.0, 0, ("low[0]: R-hat 1.02, at most 1.01 is needed",)), "R-hat 1.02"),
        (Diagnostics(1.0, 300.0, 900.0, 0, ("low[0]: effective draws in the bulk 300",)), "bulk 300"),
        (Diagnostics(1.0, 900.0, 900.0, 3, ()), "3 divergent"),
    ],
)
def test_a_bad_fit_is_refused(panel: Panel, diagnostics: Diagnostics, words: str) -> None:
    """Nothing is returned that could be written."""
    with pytest.raises(FitError, match=words):
        learned(panel, fitted(panel, diagnostics), SOURCE, 1)


def test_what_is_saved_has_citation_pairs_and_no_rows(panel: Panel, tmp_path: Path) -> None:
    """Twelve pairs, every parameter with its uncertainty, where it came from; no name of a country."""
    path = tmp_path / "panel.json"
    save_learned(learned(panel, fitted(panel, GOOD), SOURCE, 1), path)
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    assert document["source"] == SOURCE
    assert len(document["pairs"]) == K * (K - 1)
    assert set(document["model"]) == set(SUMMARISED)
    assert document["diagnostics"]["divergences"] == 0
    assert "Land" not in text


def test_a_bad_file_leaves_the_old_parameters_alone(
    write: Callable[..., Path], good_rows: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``fit`` reads and checks everything before it samples, and writes nothing when something is wrong."""
    old = tmp_path / "old.json"
    old.write_text("as it was", encoding="utf-8")
    path = write([*good_rows, good_rows[0]])
    assert run(["substitution", "fit", "--data", str(path), "-o", str(old)]) == 2
    assert old.read_text(encoding="utf-8") == "as it was"
    assert "stands in row 2 too" in capsys.readouterr().err


def test_the_design_holds_what_its_columns_are_called(data: PanelData) -> None:
    """Every tactic has its own history, then the others' levels, falls and rises."""
    x = design(data)
    assert x.shape == (K, len(data.y), max(columns.stop for columns in TERMS.values()))
    assert np.array_equal(x[2][:, TERMS["lag1"]], np.column_stack([data.lag1[:, 2] == 1, data.lag1[:, 2] == 2]))
    assert np.array_equal(x[1][:, TERMS["fall"]], data.fall[:, [0, 2, 3]])
    assert np.array_equal(x[3][:, TERMS["level"]][:, 0], data.level[:, 3])


def test_forecasts_use_the_parameters_as_the_model_means_them(panel: Panel, data: PanelData) -> None:
    """At any point the model's likelihood is what the forecast's own formula gives for the parameters it reports."""
    model = build_panel_model(data, len(panel.countries), len(panel.years))
    rng = np.random.default_rng(2)
    point = {name: value + rng.normal(0, 0.3, value.shape) for name, value in model.initial_point().items()}
    point["w_raw"] = np.zeros_like(point["w_raw"])
    names = [*SUMMARISED, "u", "likelihood"]
    outputs = model.replace_rvs_by_values([model[name] for name in names])
    function = model.compile_fn(outputs, inputs=model.value_vars, mode="FAST_COMPILE")
    draw = dict(zip(names, function(point), strict=True))
    x, weight = nodes(NODES)
    shifted = scores(draw, data)[:, :, None] + draw["loading"][:, None] * x
    p = level_probabilities(draw["low"][:, None], draw["high"][:, None], shifted)
    seen = np.take_along_axis(p, data.y[:, :, None, None], axis=3)[..., 0]
    assert float(draw["likelihood"]) == pytest.approx(np.log(seen.prod(axis=1) @ weight).sum(), rel=1e-8)


def test_coordinates_make_collinear_effects_independent(data: PanelData) -> None:
    """In the sampler's coordinates data and prior together are a unit matrix; in the effects themselves far from it."""
    x = design(data)[:, :, :8]
    x = x - x.mean(axis=1, keepdims=True)
    for part, root in zip(x, coordinates(x), strict=True):
        precision = 0.1 * part.T @ part + np.diag([1.0] * 5 + [4.0] * 3)
        assert root.T @ precision @ root == pytest.approx(np.eye(8), abs=1e-8)
        assert np.linalg.cond(precision) > 10
