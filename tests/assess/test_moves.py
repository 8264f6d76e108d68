"""Flags, the split of the net change, the switch without substitution, and reports beside violence."""

from pathlib import Path

import pytest

from prevent_options.assess import Assessment, assess, load_knowledge
from prevent_options.assess.explain import explain
from prevent_options.assess.game import game
from prevent_options.errors import InputError
from prevent_options.profile import load_case, with_facts


@pytest.fixture(scope="module")
def nicaragua(root: Path) -> Assessment:
    """Return the case of Nicaragua, assessed."""
    return assess(load_case(root / "cases" / "nic-2023.yaml"), load_knowledge(), draws=1000)


def test_flags_are_whole_and_sorted_by_harm(nicaragua: Assessment) -> None:
    """Each flag says who, where, when and what to watch; companions may be used, are not in use and not the tool."""
    able = {tool.tool for tool in nicaragua.tools if tool.eligible and not tool.in_use}
    known = load_knowledge().catalogues
    flagged = [tool for tool in nicaragua.tools if tool.substitution]
    assert flagged
    for tool in flagged:
        harms = [flag.harm for flag in tool.substitution]
        assert harms == sorted(harms, reverse=True)
        for flag in tool.substitution:
            assert flag.who
            assert flag.where
            assert flag.signs
            assert flag.rules or flag.findings
            assert set(flag.companions) <= able - {tool.tool}
            assert flag.target in known.tactics or flag.target in known.tactic_families


def test_only_moves_above_the_bars_are_told(nicaragua: Assessment) -> None:
    """A move is told exactly when it is likely or harmful enough; some are not, or the bars would do nothing."""
    bar = load_knowledge().assumptions.warning
    flags = [flag for tool in nicaragua.tools for flag in tool.substitution]
    assert {flag.told for flag in flags} == {True, False}
    for flag in flags:
        assert flag.told == (flag.p_tenth >= bar.probability or flag.harm >= bar.harm)
        assert flag.p_tenth <= flag.p_increase


@pytest.mark.parametrize("case", ["bgd-rab-2021", "bfa-2024"])
def test_no_warning_rests_on_findings_that_nothing_moved(root: Path, case: str) -> None:
    """A move without a rule names a study that saw this very move, whatever else was found of the pair."""
    knowledge = load_knowledge()
    within = knowledge.catalogues.is_within
    moved = [finding for finding in knowledge.repertoire.findings if finding.answer == "moves"]
    flags = [
        flag
        for tool in assess(load_case(root / "cases" / f"{case}.yaml"), knowledge, draws=1000).tools
        for flag in tool.substitution
        if not flag.rules
    ]
    assert flags
    for flag in flags:
        assert any(
            finding.source in flag.findings
            and (not finding.from_ or any(within(flag.source, name) for name in finding.from_))
            and (not finding.to or any(within(flag.target, name) for name in finding.to))
            for finding in moved
        ), flag


def test_a_flag_towards_sexual_violence_names_the_forms_of_the_case(root: Path) -> None:
    """Sexual violence is told by form, in effects and in moves."""
    profile = load_case(root / "cases" / "sdn-darfur-2024.yaml")
    forms = {(a.id, use.tactic): use.forms for a in profile.perpetrators for use in a.tactics if use.forms}
    assert forms
    for tool in assess(profile, load_knowledge(), draws=400).tools:
        for flag in tool.substitution:
            if (flag.perpetrator, flag.target) in forms:
                assert flag.forms == forms[flag.perpetrator, flag.target]


@pytest.mark.parametrize("tool", ["coi_ffm", "gold_trade_interdiction"])
def test_explain_splits_the_net_change(root: Path, tool: str) -> None:
    """Direct effect, complement gain and substitution loss sum to the net change that rank reports."""
    profile, knowledge = load_case(root / "cases" / "nic-2023.yaml"), load_knowledge()
    told = explain(profile, knowledge, tool, draws=1000)
    assert told.split.net == pytest.approx(told.tool.net_change.mean, abs=1e-5)
    assert told.split.complement < 0 < told.split.substitution
    bare = next(t for t in assess(profile, knowledge, draws=1000, substitutes=False).tools if t.tool == tool)
    assert bare.net_change.mean == pytest.approx(told.split.direct + told.split.complement, abs=1e-5)
    assert bare.substitution == ()


def test_monitoring_tools_raise_reports_apart_from_violence(nicaragua: Assessment) -> None:
    """Every tool that observes raises reports of something hidden; whether violence falls is another figure."""
    known = load_knowledge().catalogues.tools
    watching = [tool for tool in nicaragua.tools if known[tool.tool].monitoring and tool.eligible]
    assert watching
    for tool in watching:
        if tool.tool == "ganhri_special_review":  # it looks at the institution, not at places of detention
            continue
        rises = [effect for effect in tool.tactics if effect.reporting > 0]
        assert rises, tool.tool
        assert any(effect.mean != effect.reporting for effect in rises)


def test_a_game_keeps_to_the_limits_of_the_case(root: Path) -> None:
    """Replies may be used, are not in use, and stay away once the case's number of tools is on the table."""
    profile, knowledge = load_case(root / "cases" / "bgd-rab-2021.yaml"), load_knowledge()
    held = {use.tool for use in profile.tools_in_use}
    played = game(profile, knowledge, ("visa_ban_7031c",), draws=1000)
    replies = {answer.reply.tool for answer in played.answers if answer.reply} - {None}
    assert replies
    assert not replies & (held | {"visa_ban_7031c"} | set(profile.constraints.unavailable))
    assert sum(answer.probability for answer in played.answers) == pytest.approx(1)
    full = game(with_facts(profile, {"constraints.max_tools": "1"}), knowledge, ("visa_ban_7031c",), draws=400)
    assert [answer for answer in full.answers if answer.reply] == []


def test_tools_that_cannot_be_played_are_all_named(root: Path) -> None:
    """An unknown tool, one the case rules out and one named twice are three problems at once."""
    profile = load_case(root / "cases" / "bgd-rab-2021.yaml")
    with pytest.raises(InputError) as caught:
        game(profile, load_knowledge(), ("visa_bann", "maro", "coi_ffm", "coi_ffm"), draws=200)
    assert [problem.path for problem in caught.value.problems] == ["coi_ffm", "maro", "visa_bann"]
    assert "visa_ban_7031c" in str(caught.value)
