"""Before a campaign: no present burden, every listed tactic counts alike, and off-ramps count for more."""

from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess import Knowledge, assess, load_knowledge
from prevent_options.assess.pipeline import Stage, prepare
from prevent_options.profile import CaseProfile, fact_paths, load_case, with_facts

DRAWS = 400


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """Return the shipped knowledge."""
    return load_knowledge()


@pytest.fixture(scope="module")
def case(root: Path) -> CaseProfile:
    """Return the case of Sri Lanka, whose goal is to foreclose."""
    return load_case(root / "cases" / "lka-2023.yaml")


def staged(case: CaseProfile, knowledge: Knowledge, **changes: object) -> Stage:
    """Return the stage of a changed case."""
    return prepare(with_facts(case, changes), knowledge, draws=DRAWS, seed=1, rules_as_of=None)


def test_before_a_campaign_intensity_weighs_nothing(case: CaseProfile, knowledge: Knowledge) -> None:
    """In a latent phase all listed tactics have the same share whatever their present intensity, even none."""
    quiet = {path: "none" for path in fact_paths(case) if path.endswith(".intensity")}
    now, silent = staged(case, knowledge, phase="latent"), staged(case, knowledge, phase="latent", **quiet)
    listed = [k for k, pair in enumerate(now.setting.grid.pairs) if pair.listed]
    assert len(listed) > 1
    assert np.ptp(now.shares[listed], axis=0).max() < 1e-6
    assert np.isfinite(silent.shares).all()
    assert silent.shares[[k for k, pair in enumerate(silent.setting.grid.pairs) if pair.listed]].min() > 0


def test_draws_in_which_it_goes_on_keep_the_present_burden(case: CaseProfile, knowledge: Knowledge) -> None:
    """The phase is drawn: where the case is subsiding, shares are those of present intensity, elsewhere alike."""
    mixed = staged(case, knowledge, phase={"latent": 0.5, "subsiding": 0.5})
    words, codes = mixed.setting.world.sample("phase")
    going_on = np.array([word == "subsiding" for word in words])[codes]
    listed = [k for k, pair in enumerate(mixed.setting.grid.pairs) if pair.listed]
    spread = np.ptp(mixed.shares[listed], axis=0)
    assert spread[~going_on].max() < 1e-6
    assert spread[going_on].min() > 0.01


def test_other_goals_weigh_what_is_there(case: CaseProfile, knowledge: Knowledge) -> None:
    """Under the goal reduce the phase leaves the burden as it is."""
    latent, ongoing = (staged(case, knowledge, goal="reduce", phase=phase) for phase in ("latent", "ongoing"))
    pairs = [{(p.perpetrator, p.tactic): k for k, p in enumerate(s.setting.grid.pairs)} for s in (latent, ongoing)]
    both = pairs[0].keys() & pairs[1].keys()
    rows = [
        stage.shares[[index[pair] for pair in sorted(both)]]
        for stage, index in zip((latent, ongoing), pairs, strict=True)
    ]
    assert np.allclose(rows[0] / rows[0].sum(axis=0), rows[1] / rows[1].sum(axis=0), atol=1e-6)


def test_off_ramps_count_for_more_before_a_campaign(case: CaseProfile, knowledge: Knowledge) -> None:
    """Each way out does more in a latent phase than in an ongoing one, and none stands lower in the order."""
    before, during = (
        {t.tool: t for t in assess(with_facts(case, {"phase": phase}), knowledge, draws=DRAWS).tools}
        for phase in ("latent", "ongoing")
    )
    ways_out = [name for name, tool in before.items() if tool.family == "off_ramps" and tool.eligible]
    assert len(ways_out) >= 3
    for name in ways_out:
        assert before[name].net_change.mean < during[name].net_change.mean + 0.005
        assert before[name].rank <= during[name].rank
    assert min(before[name].rank for name in ways_out) < min(during[name].rank for name in ways_out)
