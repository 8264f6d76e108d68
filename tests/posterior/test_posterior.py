"""The posterior that ships: small, quick to load, free of the sampler, and open about what nobody studied."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from prevent_options.errors import InputError
from prevent_options.evidence import load_store
from prevent_options.evidence.vocabulary import KINDS, OUTCOMES, PERPETRATORS
from prevent_options.posterior import Posterior, load_posterior


@pytest.fixture(scope="module")
def posterior() -> Posterior:
    """Return the posterior that ships."""
    return load_posterior()


def test_it_is_under_8_megabytes_and_loads_in_a_moment(root: Path) -> None:
    """The best of five loads is what a warm process sees; 50 ms is the promise."""
    folder = root / "priors" / "posterior"
    assert (folder / "draws.npz").stat().st_size < 8_000_000
    times = []
    for _ in range(5):
        start = time.perf_counter()
        load_posterior(folder)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05


def test_loading_never_imports_the_sampler() -> None:
    """Ranking must not wait for PyMC."""
    code = (
        "import sys; from prevent_options.posterior import load_posterior;"
        "load_posterior().effect('mediation', 'lethal', 'state', 10);"
        "print([m for m in ('pymc', 'arviz', 'nutpie', 'pytensor', 'pandas', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_it_was_fitted_to_the_evidence_model_and_scales_that_ship(root: Path, posterior: Posterior) -> None:
    """A change of any of them asks for a new fit."""
    from prevent_options.model.save import model_digest
    from prevent_options.model.scales import scales_digest

    assert posterior.matches(load_store(root / "priors" / "evidence").digests)
    assert posterior.manifest["digests"]["model"] == model_digest()
    assert posterior.manifest["digests"]["scales"] == scales_digest(root / "priors")
    assert not posterior.matches({"studies/other.yaml": "0"})


def test_it_passed_the_gate(posterior: Posterior) -> None:
    """What the manifest says of the fit is within the limits."""
    diagnostics = posterior.manifest["diagnostics"]
    assert diagnostics["max_rhat"] <= 1.01
    assert min(diagnostics["min_ess_bulk"], diagnostics["min_ess_tail"]) >= 400
    assert diagnostics["divergences"] == 0


def test_it_carries_what_the_likelihood_of_one_more_study_needs(posterior: Posterior) -> None:
    """Spread of each kind of study and the concentration of cells; `priors fit` stores them (``model.save.SINGLE``)."""
    assert posterior.arrays["study_sd"].shape == (len(KINDS), posterior.draws)
    assert posterior.arrays["concentration_directions"].shape == (posterior.draws,)


def test_every_cell_can_be_asked_for(posterior: Posterior) -> None:
    """Observed or not, an effect is a finite float32 array of the length asked for."""
    for body in (*posterior.bodies, "civilian_protection_practice"):
        for outcome in OUTCOMES:
            for perpetrator in (*PERPETRATORS, "any"):
                draws = posterior.effect(body, outcome, perpetrator, 50)
                assert draws.shape == (50,)
                assert draws.dtype == np.float32
                assert np.isfinite(draws).all()


def test_unobserved_cells_do_not_depend_on_what_else_was_asked() -> None:
    """Noise goes by the name of the cell; fewer draws are the first of more."""
    first = load_posterior().effect("civilian_protection_practice", "bodily", "militia", 400)
    other = load_posterior()
    other.effect("mediation", "exploitation", "foreign_force", 400)
    again = other.effect("civilian_protection_practice", "bodily", "militia", 1000)
    np.testing.assert_array_equal(first, again[:400])


def test_a_body_without_studies_is_as_uncertain_as_the_family_of_all(posterior: Posterior) -> None:
    """It is wider than every body with at least ten studies, and says that nothing stands behind it."""
    wide = posterior.effect("civilian_protection_practice", "lethal", "rebel", 4000)
    assert abs(float(wide.mean())) < 0.1
    assert posterior.counts("civilian_protection_practice").studies == 0
    assert posterior.evidence_ids("civilian_protection_practice", "lethal") == ()
    for body in posterior.bodies:
        if posterior.counts(body).studies >= 10:
            assert posterior.effect(body, "lethal", "rebel", 4000).std() < wide.std()


def test_more_draws_than_ship_are_refused_naming_the_maximum(posterior: Posterior) -> None:
    """A planner who asks for too many learns how many there are."""
    for draws in (0, 4001):
        with pytest.raises(InputError, match="the 4000 draws that ship"):
            posterior.effect("mediation", "lethal", "state", draws)


def test_a_factor_without_findings_has_no_direction(posterior: Posterior) -> None:
    """Seen under the body, seen elsewhere, never seen: each is wider than the one before."""
    assert posterior.has_factor("peace_operations", "large_force")
    assert not posterior.has_factor("resource_interdiction", "large_force")
    seen, elsewhere, never = (
        posterior.factor(body, factor)
        for body, factor in (
            ("peace_operations", "large_force"),
            ("resource_interdiction", "large_force"),
            ("mediation", "never_heard_of"),
        )
    )
    assert seen.std() < elsewhere.std() < never.std()
    assert abs(float(never.mean())) < 0.02


def test_the_signs_are_those_the_literature_shows(posterior: Posterior) -> None:
    """Where many studies agree, the mean has their sign: a guard against a flipped scale."""

    def mean(body: str, outcome: str, perpetrator: str) -> float:
        return float(posterior.effect(body, outcome, perpetrator, 4000).mean())

    assert mean("peace_operations", "lethal", "rebel") < -0.1
    assert mean("prosecutions", "lethal", "state") < -0.1
    assert mean("resource_interdiction", "deprivation", "rebel") > 0.1
    assert mean("leader_removal", "violence_against_civilians", "rebel") > 0.0
    assert mean("comprehensive_sanctions", "human_rights", "state") > 0.1
    assert mean("demobilisation", "lethal", "rebel") < 0.0
    assert float(posterior.factor("peace_operations", "committed_implementer").mean()) < -0.1
    assert float(posterior.factor("peace_operations", "biased_implementer").mean()) > 0.1


@pytest.mark.parametrize(("name", "content"), [("draws.npz", b"broken"), ("manifest.json", b"{}")])
def test_a_damaged_posterior_is_refused(root: Path, tmp_path: Path, name: str, content: bytes) -> None:
    """The error names the file and the command that makes it again."""
    for file in ("draws.npz", "manifest.json"):
        (tmp_path / file).write_bytes((root / "priors" / "posterior" / file).read_bytes())
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match="priors fit"):
        load_posterior(tmp_path)


@pytest.mark.parametrize("change", ["gone", "of another kind"])
def test_everything_wrong_with_a_manifest_is_said_at_once(root: Path, tmp_path: Path, change: str) -> None:
    """Each entry that is missing or of another kind has its own line, with what was expected."""
    data = json.loads((root / "priors" / "posterior" / "manifest.json").read_bytes())
    wrong = sorted(data.keys() - {"schema", "files"})
    left = {name: value for name, value in data.items() if name not in wrong}
    (tmp_path / "manifest.json").write_text(json.dumps(left if change == "gone" else data | dict.fromkeys(wrong, "x")))
    with pytest.raises(InputError) as caught:
        load_posterior(tmp_path)
    assert sorted(problem.path for problem in caught.value.problems) == wrong
    assert all("expected" in str(problem) and "priors fit" in str(problem) for problem in caught.value.problems)


def test_a_folder_without_a_posterior_is_told_in_words(tmp_path: Path) -> None:
    """No number of an operating system's error."""
    with pytest.raises(InputError, match=r"manifest\.json: file: No such file or directory; the manifest"):
        load_posterior(tmp_path)
