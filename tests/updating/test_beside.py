"""Two posteriors beside each other: why they differ, and what that does to the order of a case."""

from pathlib import Path

import pytest

from prevent_options.assess import load_knowledge
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.updating.cases import CaseMove, case_moves, in_one_sentence, read_cases
from prevent_options.updating.causes import causes
from prevent_options.updating.moved import same_fit


def test_selective_publication_is_said_plainly_and_is_another_fit(root: Path) -> None:
    """Posteriors of the same evidence under another rate of publication do not share the draws of one fit."""
    before = load_posterior(root / "priors" / "posterior")
    manifest = {**before.manifest, "scales": {**before.manifest["scales"], "null_publication": 0.33}}
    after = Posterior(before.arrays, manifest)
    assert any("0.33 times after" in line and "selective publication" in line for line in causes(before, after))
    assert not same_fit(before, after)


def test_the_order_of_a_case_is_compared_in_one_sentence(root: Path) -> None:
    """The same posterior keeps every order; a tool made first is named with the case."""
    profile = read_cases(root / "cases")[0]
    posterior = load_posterior(root / "priors" / "posterior")
    (same,) = case_moves([profile], load_knowledge(), posterior, posterior, 200)
    assert same.order_kept == 1.0
    assert same.first[0] == same.first[1]
    turned = [(old, new._replace(rank=1 + len(same.tools) - new.rank)) for old, new in same.tools]
    other = CaseMove(profile.id, profile.goal, tuple(turned))
    assert other.order_kept == pytest.approx(-1.0)
    told = in_one_sentence([same, other])
    assert f"another tool is first in 1 of 2 cases: {profile.id} ({other.first[0]} to {other.first[1]})" in told
    assert "rank correlation -1.00" in told
