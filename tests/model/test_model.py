"""The model: its arrays, its prior, its gate, and whether it finds what it was given."""

import re
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import prevent_options.model as notation
from prevent_options.errors import InputError
from prevent_options.evidence import EvidenceStore, load_store
from prevent_options.model.data import ModelData, model_data
from prevent_options.model.scales import Scales, load_scales, values_of
from prevent_options.model.simulate import simulate


@pytest.fixture(scope="module")
def store(root: Path) -> EvidenceStore:
    """Return the evidence that ships."""
    return load_store(root / "priors" / "evidence")


@pytest.fixture(scope="module")
def data(store: EvidenceStore) -> ModelData:
    """Return the arrays of the evidence that ships."""
    return model_data(store)


@pytest.fixture(scope="module")
def scales(root: Path) -> dict[str, float]:
    """Return the scales that ship."""
    return values_of(load_scales(root / "priors"))


def test_every_finding_reaches_the_model_once(store: EvidenceStore, data: ModelData) -> None:
    """The arrays hold as many findings as the store."""
    released = sum(sum(row.counts) for row in store.table.average)
    assert data.counts.sum() == released + len(store.votes)
    assert len(data.sizes) == len(store.quantified)
    assert data.factor_counts.sum() == sum(sum(row.counts) for row in store.table.factors)
    assert (data.tally_counts.sum(axis=1) >= 13).all()


def test_indices_point_at_the_cells_they_name(data: ModelData) -> None:
    """The γ of a finding is that of its body and outcome; its δ that of its body, where perpetrators are told apart."""
    for at in (data.counts_at, data.sizes_at):
        assert (at.body >= 0).all()
        for k in range(len(at.body)):
            body = data.bodies[at.body[k]]
            assert data.gamma_cells[at.gamma[k]] == (body, data.outcomes[at.outcome[k]])
            assert at.delta[k] == -1 or data.delta_cells[at.delta[k]][0] == body
    assert (data.factor_at >= 0).all()
    assert (data.tally_at >= 0).all()


def test_every_scale_has_a_reason_and_stands_in_the_notation(root: Path) -> None:
    """A number of the prior is named where the model is written down, with its reason in the file."""
    scales = load_scales(root / "priors")
    missing = [name for name in Scales.model_fields if name not in (notation.__doc__ or "")]
    in_the_posterior_layer = {"transport_sd"}
    named_by_analogy = {"factor_study_sd_median", "practitioner_bias_sd", "practitioner_sd_median"}
    assert set(missing) <= in_the_posterior_layer | named_by_analogy
    assert all(len(getattr(scales, name).reason.split()) >= 5 for name in Scales.model_fields)


def test_a_scale_that_is_not_positive_is_refused_with_its_line(root: Path, tmp_path: Path) -> None:
    """A zero would pin a parameter without anybody noticing."""
    text = (root / "priors" / "scales.yaml").read_text(encoding="utf-8")
    (tmp_path / "scales.yaml").write_text(re.sub(r"value: 0.15", "value: 0", text, count=1), encoding="utf-8")
    with pytest.raises(InputError, match=r"mean_sd.*above 0"):
        load_scales(tmp_path)


def test_the_prior_expects_nothing_and_allows_what_the_field_reports(data: ModelData, scales: dict[str, float]) -> None:
    """Prior effects are centred on zero; their typical size is about 0.3 and hardly ever beyond 1.5."""
    alphas = np.concatenate(
        [simulate(data, scales, seed).truth["alpha"] + simulate(data, scales, seed).truth["mu"] for seed in range(100)]
    )
    assert abs(alphas.mean()) < 0.05
    assert 0.15 < np.abs(alphas).mean() < 0.4
    assert np.mean(np.abs(alphas) > 1.5) < 0.01


def test_simulated_findings_keep_the_design(data: ModelData, scales: dict[str, float]) -> None:
    """Totals stay, directions change, the same seed gives the same findings."""
    first, again, other = simulate(data, scales, 1), simulate(data, scales, 1), simulate(data, scales, 2)
    np.testing.assert_array_equal(first.data.counts.sum(axis=1), data.counts.sum(axis=1))
    np.testing.assert_array_equal(first.data.counts, again.data.counts)
    assert (first.data.counts != other.data.counts).any()


def test_findings_one_by_one_give_the_dirichlet_multinomial() -> None:
    """The sum over findings equals gamma functions over cells, for a table with zeros and repeats."""
    from scipy.special import gammaln

    from prevent_options.model.build import one_by_one

    counts = np.array([[3, 0, 1], [0, 2, 0], [1, 1, 1]])
    weights = np.array([[4.0, 2.0, 1.0], [0.5, 0.5, 6.0], [2.0, 2.0, 3.0]])
    row, direction, before = one_by_one(counts)
    found = np.log(weights[row, direction] + before).sum()
    found -= sum(np.log(w.sum() + k) for w, n in zip(weights, counts.sum(axis=1), strict=True) for k in range(n))
    total, n = weights.sum(axis=1), counts.sum(axis=1)
    expected = (gammaln(total) - gammaln(total + n)).sum() + (gammaln(weights + counts) - gammaln(weights)).sum()
    assert found == pytest.approx(expected)


def chains(shift: float) -> xr.Dataset:
    """Return fabricated draws of four chains, one of them shifted."""
    draws = np.random.default_rng(3).normal(size=(4, 1000, 2))
    draws[0, :, 1] += shift
    return xr.Dataset({"alpha": (("chain", "draw", "body"), draws)})


def test_the_gate_lets_a_good_fit_pass() -> None:
    """Independent draws of one distribution are a perfect fit."""
    from prevent_options.model.gate import diagnose, require_good

    require_good(diagnose(chains(0.0), divergences=0))


@pytest.mark.parametrize(
    ("shift", "divergences", "words"),
    [(2.0, 0, r"alpha\[1\]: R-hat"), (0.0, 3, "3 divergent transitions"), (2.0, 0, r"alpha\[1\]: effective draws")],
)
def test_the_gate_names_what_is_wrong_with_a_bad_fit(shift: float, divergences: int, words: str) -> None:
    """Chains that disagree, and divergences, are refused by name."""
    from prevent_options.model.gate import FitError, diagnose, require_good

    with pytest.raises(FitError, match=words):
        require_good(diagnose(chains(shift), divergences))


def test_a_bad_fit_is_not_saved(
    store: EvidenceStore, data: ModelData, scales: dict[str, float], tmp_path: Path
) -> None:
    """Nothing is written when the gate refuses."""
    from prevent_options.model.fit import Fit
    from prevent_options.model.gate import FitError, diagnose
    from prevent_options.model.save import save

    bad = Fit(chains(2.0), diagnose(chains(2.0), 0), data, 1)
    with pytest.raises(FitError, match="nothing was saved"):
        save(bad, store, scales, "0", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_it_finds_the_parameters_that_simulated_findings_came_from(data: ModelData, scales: dict[str, float]) -> None:
    """On simulated evidence 90 percent intervals cover as they should, and estimates follow the truth."""
    from prevent_options.model.fit import fit

    simulated = simulate(data, scales, 1)
    result = fit(simulated.data, scales, seed=1, draws=500, tune=600)
    covered, followed = [], []
    for name in ("alpha", "gamma", "delta", "b", "beta"):
        draws, truth = result.draws(name), simulated.truth[name]
        low, high = np.quantile(draws, [0.05, 0.95], axis=-1)
        covered.extend((low <= truth) & (truth <= high))
        followed.append(np.corrcoef(draws.mean(axis=-1), truth)[0, 1])
    assert 0.8 < np.mean(covered) < 0.99
    assert min(followed) > 0  # few findings tell perpetrators apart, so one simulation follows them loosely
    assert np.mean(followed) > 0.4


@pytest.mark.slow
def test_a_new_fit_agrees_with_the_posterior_that_ships(root: Path, data: ModelData, scales: dict[str, float]) -> None:
    """With another seed, means and spreads of every body agree within Monte Carlo error."""
    from prevent_options.model.fit import fit
    from prevent_options.model.gate import require_good
    from prevent_options.posterior import load_posterior

    shipped = load_posterior(root / "priors" / "posterior")
    result = fit(data, scales, seed=shipped.manifest["seed"] + 1)
    require_good(result.diagnostics)
    ess = min(result.diagnostics.min_ess_bulk, shipped.manifest["diagnostics"]["min_ess_bulk"])
    error = 4 * np.sqrt(2 / ess)  # four standard errors of a difference, in units of the posterior's spread
    for name in ("alpha", "gamma", "delta", "beta"):
        new, old = result.draws(name), np.asarray(shipped.arrays[name], dtype=np.float64)
        spread = old.std(axis=-1)
        assert (np.abs(new.mean(axis=-1) - old.mean(axis=-1)) < error * spread).all(), name
        assert (np.abs(np.log(new.std(axis=-1) / spread)) < 1.5 * error).all(), name
