"""The likelihood in NumPy is that of the fitted model."""

import copy
from pathlib import Path

import numpy as np
import pytest

from prevent_options.evidence import load_store
from prevent_options.model.data import model_data
from prevent_options.model.scales import load_scales, values_of
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.updating import likelihood
from prevent_options.updating.likelihood import counts_loglik, log_likelihood, published_share, shares, student_cdf
from prevent_options.updating.rows import rows_of

POINTS = 12


@pytest.mark.parametrize("null", [1.0, 0.33])
def test_it_gives_the_log_likelihood_of_the_pymc_model(root: Path, null: float) -> None:
    """At parameters drawn from the prior, all findings on average effects together have the model's own likelihood.

    With and without findings that are kept back because they have no clear direction.
    """
    import pymc as pm

    from prevent_options.model.build import build_model

    data = model_data(load_store(root / "priors" / "evidence"))
    scales = {**values_of(load_scales(root / "priors")), "null_publication": null}
    model = build_model(data, scales)
    names = ["mu", "alpha", "m", "gamma", "delta", "tau", "study_sd", "concentration_directions"]
    names += ["sigma_alpha", "sigma_direct", "sigma_extra", "sigma_delta"]
    sizes = pm.logp(model["sizes"], data.sizes).sum() + (model["published_sizes"] if null < 1 else 0.0)
    *values, directions, measured = pm.draw(
        [*(model[name] for name in names), model["directions"], sizes], draws=POINTS, random_seed=3
    )
    manifest = copy.deepcopy(load_posterior().manifest) | {"draws": POINTS, "scales": scales}
    arrays = {name: np.moveaxis(value, 0, -1) for name, value in zip(names, values, strict=True)}
    ours = log_likelihood(rows_of(data), Posterior(arrays, manifest))
    np.testing.assert_allclose(ours, directions + measured, rtol=2e-5)


def test_its_constants_are_those_of_the_model() -> None:
    """Written twice, because the model's module imports the sampler."""
    from prevent_options.model import notation

    assert (likelihood.CUT, likelihood.DEGREES_OF_FREEDOM) == (notation.CUT, notation.DEGREES_OF_FREEDOM)


def test_directions_have_probabilities_that_sum_to_one_and_follow_the_effect() -> None:
    """The more violence an effect brings, the likelier a finding of more and the less likely one of less."""
    theta = np.linspace(-2, 2, 9)
    found = shares(theta, np.full(9, 0.3), np.full(9, 0.2), lapse=0.01)
    np.testing.assert_allclose(found.sum(axis=0), 1.0)
    assert (np.diff(found[2]) > 0).all()
    assert (np.diff(found[0]) < 0).all()
    np.testing.assert_allclose(found[0], found[2][::-1])


def test_findings_kept_back_make_those_in_print_look_clearer() -> None:
    """The closed form of the Student distribution is right, and selection raises the share of clear findings."""
    from scipy.stats import t

    points = np.linspace(-4, 4, 9)
    np.testing.assert_allclose(student_cdf(points), t(4).cdf(points), atol=1e-12)
    theta, sd, tau = np.zeros(3), np.full(3, 0.3), np.full(3, 0.2)
    whole, selected = shares(theta, sd, tau, 0.0), shares(theta, sd, tau, 0.0, null=0.25)
    np.testing.assert_allclose(selected.sum(axis=0), 1.0)
    np.testing.assert_allclose(selected[1] / selected[0], 0.25 * whole[1] / whole[0])
    inside = t(4).cdf(1.645) - t(4).cdf(-1.645)
    np.testing.assert_allclose(published_share(np.zeros(1), 0.3, np.full(1, 0.3), 0.25), 1 - 0.75 * inside)


def test_findings_that_repeat_one_another_count_less() -> None:
    """At a low concentration a second finding of a direction is nearly expected; at a high one it is independent."""
    thirds = np.full((3, 2), 1 / 3)
    twice = counts_loglik((2, 0, 0), thirds, np.array([0.01, 1e9]))
    assert twice[0] == pytest.approx(np.log(1 / 3), abs=0.02)
    assert twice[1] == pytest.approx(2 * np.log(1 / 3), abs=1e-6)
