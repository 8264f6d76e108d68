"""Spill-over: complement as the rule, the matrix where no rule has spoken, no finding twice."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from prevent_options.assess import Knowledge
from prevent_options.assess.pipeline import Stage
from prevent_options.effects.direct import about, direct_effect
from prevent_options.effects.grid import Pair
from prevent_options.repertoire import Query
from prevent_options.substitution import spill_over
from prevent_options.substitution.channel import pressures
from prevent_options.substitution.matrix_rise import matrix_moves, unsaid
from prevent_options.substitution.ruled import Spoken, spoken
from prevent_options.substitution.ways import likeliest_cell, ways_of
from substitution.conftest import Prepare

CASES = ("bfa-2024", "bgd-rab-2021", "cod-east-2024", "lka-2023", "nic-2023", "sdn-darfur-2024")


@pytest.mark.parametrize("case", CASES)
def test_no_finding_counts_through_a_rule_and_through_the_matrix(
    case: str, staged: Prepare, knowledge: Knowledge
) -> None:
    """In no draw of no shipped case do rule and matrix both speak of a pair on the same study."""
    stage = staged(case, draws=200)
    pairs, repertoire, shared = stage.setting.grid.pairs, stage.setting.repertoire, 0
    for name, tool in knowledge.catalogues.tools.items():
        said = spoken(stage.findings.of(name), stage.setting)
        for actor in stage.setting.profile.perpetrators:
            ways = ways_of(tool, actor, stage.setting)
            mine = [rule for rule in said if rule.perpetrator == actor.id]
            gates = unsaid(ways, mine, stage.setting) if ways is not None else None
            for (m, row), rule in product(np.ndindex(gates.shape[:2]) if gates is not None else (), mine):
                source, target, cell = pairs[ways.listed][row], pairs[ways.targets][m], ways.cells[m][row]
                speaks = all(_within(*one, stage) for one in ((source, rule.source), (target, rule.target)))
                if speaks and cell is not None and repertoire.sources_of(cell) & rule.sources:
                    shared += 1
                    assert not (gates[m, row] & rule.fires).any()
    assert shared, "the case shows nothing: no rule and cell share a study"


def _within(pair: Pair, name: str, stage: Stage) -> bool:
    return about(pair, (name,), stage.setting.catalogues)


def test_a_silenced_cell_raises_nothing(staged: Prepare, knowledge: Knowledge) -> None:
    """Where a rule has spoken in every draw on every pressed pair, the matrix adds nothing to its target."""
    stage = staged("bgd-rab-2021")
    tool = knowledge.catalogues.tools["icc_referral"]
    expected = np.full((len(stage.setting.grid.pairs), 1000), -0.3, dtype=np.float32)
    sources = frozenset(f.source for f in stage.setting.repertoire.findings)
    every = [
        Spoken("rab", pair.tactic, "enforced_disappearance", np.ones(1000, dtype=bool), sources)
        for pair in stage.setting.grid.pairs
    ]
    open_, closed = (
        {
            channel.target: channel.rise
            for moved in matrix_moves(tool, pressures(expected), said, stage.setting)
            for channel in moved.channels()
            if channel.perpetrator == "rab"
        }
        for said in ((), every)
    )
    assert open_["enforced_disappearance"].mean() > 0
    assert not closed["enforced_disappearance"].any()
    assert np.array_equal(open_["torture"], closed["torture"])


def test_rise_is_the_pressure_weighted_mean(staged: Prepare, knowledge: Knowledge) -> None:
    """Pressing one tactic alone by p, or all alike by p, moves the same share of p through exits open to all."""
    stage = staged("bgd-rab-2021")
    tool = knowledge.catalogues.tools["visa_ban_7031c"]
    rab = [k for k, pair in enumerate(stage.setting.grid.pairs) if pair.perpetrator == "rab"]
    target = next(k for k in rab if stage.setting.grid.pairs[k].tactic == "torture")
    rise = {}
    for label, pressed in (("all", rab), ("one", rab[:1])):
        expected = np.zeros((len(stage.setting.grid.pairs), 1000), dtype=np.float32)
        expected[pressed] = -0.5
        found = [
            one for moved in matrix_moves(tool, pressures(expected), (), stage.setting) for one in moved.channels()
        ]
        rise[label] = next(one.rise for one in found if one.positions == (target,))
    both = (rise["all"] > 0) & (rise["one"] > 0)
    assert both.any()
    assert (rise["all"][both] <= rise["one"][both] + 1e-6).all()
    assert rise["one"].max() <= 0.5 * stage.setting.repertoire.numbers.size.most + 1e-6


def test_sexual_violence_is_asked_form_by_form(staged: Prepare) -> None:
    """Under financial pressure the exit to a pair with a lucrative form is wider than to the same pair without it."""
    stage = staged("sdn-darfur-2024")
    crsv = next(pair for pair in stage.setting.grid.pairs if pair.tactic == "crsv" and pair.perpetrator == "rsf")
    killing = next(pair for pair in stage.setting.grid.pairs if pair.tactic == "killing" and pair.perpetrator == "rsf")
    asked = Query(("financial",), "foreign_force")
    rape, trade = (
        likeliest_cell(killing, crsv._replace(forms=(form,)), asked, stage.setting)
        for form in ("rape", "sexual_trafficking")
    )
    assert trade.target == "sexual_trafficking"
    assert trade.open > rape.open


def test_no_pressure_no_move(staged: Prepare, knowledge: Knowledge) -> None:
    """A tool that raises everything, or does nothing, moves nothing."""
    stage = staged("sdn-darfur-2024")
    tool = knowledge.catalogues.tools["visa_ban_7031c"]
    expected = np.full((len(stage.setting.grid.pairs), 1000), 0.2, dtype=np.float32)
    assert not [moved for moved in matrix_moves(tool, pressures(expected), (), stage.setting) if moved.rises.any()]


@pytest.mark.parametrize("case", CASES)
def test_complement_is_the_rule(case: str, staged: Prepare, knowledge: Knowledge) -> None:
    """Over all tools and pairs of a case substitution lifts a tactic by more than a tenth in few draws."""
    stage = staged(case)
    lifted = []
    for name, tool in knowledge.catalogues.tools.items():
        direct = direct_effect(tool, stage.findings.of(name), stage.setting)
        spill = spill_over(tool, direct.expected, stage.findings.of(name), stage.setting)
        lifted.append(float((spill.substitution > np.log(1.1)).mean()))
    assert np.mean(lifted) < 0.05


def test_without_substitution_only_complement_is_left(staged: Prepare, knowledge: Knowledge) -> None:
    """The switch leaves complement as it was and substitution at nothing."""
    stage = staged("nic-2023")
    tool, findings = knowledge.catalogues.tools["coi_ffm"], stage.findings.of("coi_ffm")
    direct = direct_effect(tool, findings, stage.setting)
    whole = spill_over(tool, direct.expected, findings, stage.setting)
    bare = spill_over(tool, direct.expected, findings, replace(stage.setting, substitutes=False))
    assert whole.substitution.any()
    assert not bare.substitution.any()
    assert not bare.channels
    assert np.array_equal(whole.complement, bare.complement)
