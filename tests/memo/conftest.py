"""A small made-up case with its assessment, for memos without the model."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from prevent_options.assess.types import Assessment, RuleFinding, Spread, SubstitutionFlag, TacticEffect, ToolResult
from prevent_options.assumptions import Assumptions, load_assumptions
from prevent_options.catalogues import Catalogues
from prevent_options.catalogues.models import Family, Tactic, Tool
from prevent_options.memo import MemoContext, build_context
from prevent_options.profile import CaseProfile, Vocabulary, parse_case

HOSTILE = (
    "<script>alert(1)</script> {{7*7}} {% raw %} [x](javascript:alert(1)) a|b `code` *bold* _it_ \n# head\n- item "
    "![i](http://x.y/z.png) http://evil.example www.evil.example <img src=x onerror=alert(1)> &lt; "
    "\u202egnp \x07 ~~s~~ \"quote' $x$"
)

CASE: dict[str, Any] = {
    "schema": "prevent-options/case@1",
    "id": "fake-2024",
    "title": "Fakeland, north",
    "country": "SDN",
    "area": "North",
    "as_of": "2024-11-15",
    "phase": "ongoing",
    "goal": "reduce",
    "repression_level": "high",
    "perpetrators": [
        {
            "id": "guard",
            "name": "The Guard",
            "type": "militia",
            "structure": {"elite_driven": 0.45, "diffuse": 0.55},
            "command_control": "loose",
            "revenue": {"sources": ["gold"], "substitutable": "likely", "foreign_exposure": "high"},
            "tactics": [
                {
                    "tactic": "crsv",
                    "forms": ["rape", "sexual_slavery"],
                    "intensity": {"value": "very_high", "sources": ["s1"]},
                    "trend": "rising",
                    "organisation": "tolerated",
                    "visibility": "hidden",
                },
                {
                    "tactic": "killing",
                    "intensity": {"high": 0.7, "moderate": 0.3},
                    "trend": "unknown",
                    "organisation": "ordered",
                    "visibility": "visible",
                },
            ],
        }
    ],
    "regional_actors": [
        {
            "name": "State A",
            "posture": {"facilitate": 0.8, "condone": 0.2},
            "channels": ["arms", "money"],
            "leverage": "high",
            "over": ["guard"],
        }
    ],
    "transmission": [{"from": "the border war", "via": "fighters", "tactics": ["killing"]}],
    "nhri": {"exists": True, "accreditation": "B", "government_interference": "unknown"},
    "tools_in_use": ["mediation"],
    "constraints": {"max_tools": 2},
    "sources": [
        {
            "id": "s1",
            "title": "A report",
            "publisher": "A publisher",
            "date": "2024-10",
            "url": "https://example.org/a_b?c=1",
        }
    ],
    "notes": "Words of the author.",
}


def _tactic(name: str, called: str, parent: str) -> Tactic:
    return Tactic.model_validate(
        {
            "id": name,
            "name": called,
            "parent": parent,
            "definition": "D.",
            "boundary": "B.",
            "legal_basis": ["L"],
            "visibility": "visible",
            "attributability": "high",
            "revenue_link": "none",
            "basis": {"visibility": "judgement", "attributability": "judgement", "revenue_link": "judgement"},
            "sources": [{"url": "https://example.org", "support": "excerpt"}],
        }
    )


def _tool(name: str, called: str, family: str, levels: list[str], strategy: list[str]) -> Tool:
    return Tool.model_validate(
        {
            "id": name,
            "name": called,
            "family": family,
            "definition": "D.",
            "strategy": strategy,
            "instrument": "economic",
            "mechanism": f"raise the cost by {called.lower()}",
            "actor_level": levels,
            "reaches": ["militia"],
            "pressure": ["financial"],
            "bodies": [{"body": "b", "relevance": 0.5, "why": "W."}],
            "authority": ["An act, section 1"],
            "owners": ["Treasury", "State"],
            "owner_as_of": "2025-08",
            "lead_time": {"decide": "3 months", "effect": "1 month", "basis": "estimate", "months": [3, 5]},
            "reversibility": {"level": "medium", "how": "it can be lifted"},
            "known_risks": ["assets move"],
            "works_best_when": "allies join",
            "evidence_note": "Mixed.",
            "effort": {"units": 2, "basis": "judgement"},
            "monitoring": False,
            "sources": [{"url": "https://example.org", "support": "excerpt"}],
        }
    )


TOOLS = (
    ("gold", "Gold trade interdiction", "financial_interdiction", ["enabler"], ["degrade"]),
    ("sanctions", "Personal sanctions", "leader_targeting", ["elite"], ["dissuade"]),
    ("exits", "Exits for fighters", "perpetrator_buyoff", ["low"], ["degrade"]),
    ("mediation", "Mediation", "mediation", ["elite", "mid"], ["facilitate_transition"]),
    ("maro", "Military pointer", "military", ["elite"], ["protect"]),
)


def catalogues() -> Catalogues:
    """Return three tactics and five tools."""
    tactics = {
        "crsv": _tactic("crsv", "Conflict-related sexual violence", "sexual_reproductive"),
        "rape": _tactic("rape", "Rape", "crsv"),
        "sexual_slavery": _tactic("sexual_slavery", "Sexual slavery", "crsv"),
        "killing": _tactic("killing", "Killing", "lethal"),
        "pillage": _tactic("pillage", "Pillage", "deprivation"),
    }
    families = {
        name: Family(id=name, name=name.replace("_", " ").capitalize(), definition="D.")
        for name in ("sexual_reproductive", "lethal", "deprivation")
    }
    return Catalogues(
        tactics=tactics,
        tools={row[0]: _tool(*row) for row in TOOLS},
        factors={},
        bodies={},
        tactic_families=families,
        tool_families={
            row[2]: Family(id=row[2], name=row[2].replace("_", " ").capitalize(), definition="D.") for row in TOOLS
        },
        documents={},
    )


@dataclass(frozen=True)
class FakeKnowledge:
    """What the memo asks of the knowledge."""

    catalogues: Catalogues
    assumptions: Assumptions


def _effects() -> tuple[TacticEffect, ...]:
    return (
        TacticEffect("guard", "crsv", ("rape", "sexual_slavery"), True, -0.02, -0.5, 0.4, 0.45, -0.03, 0.01, 0.2),
        TacticEffect("guard", "killing", (), True, -0.15, -0.6, 0.2, 0.2, -0.2, 0.05, 0.0),
        TacticEffect("guard", "pillage", (), False, 0.06, -0.2, 0.5, 0.6, 0.0, 0.06, 0.0),
    )


def _rule(name: str, kind: str, state: Any, probability: float | None) -> RuleFinding:
    return RuleFinding(
        name,
        f"Title of {name}",
        kind,
        state,
        probability,
        "judgement",
        "weak",
        ("Watch the markets.",),
        (("perpetrators.guard.structure", "diffuse 0.55"), ("nhri.government_interference", "unknown")),
        ("a condition",),
        ("judgement",),
    )


def _result(row: tuple[Any, ...], rank: int) -> ToolResult:
    name, called, family = row[:3]
    barred = name == "maro"
    mean = -0.2 + 0.04 * rank
    return ToolResult(
        tool=name,
        name=called,
        family=family,
        rank=rank,
        rank_band=0 if barred else 1 if rank < 3 else 2,
        eligible=not barred,
        ineligible_because=("it is only a pointer",) if barred else (),
        in_use=name == "mediation",
        p_best=0.4 / rank,
        expected_rank=float(rank),
        rank_probabilities=(0.25,) * 4,
        net_change=Spread(mean, mean - 0.3, mean, mean + 0.25),
        p_reduces=0.85 - 0.1 * rank,
        p_backfire=0.15 + 0.1 * rank,
        worst_tenth_mean=0.2,
        p_goal=0.3,
        acceptability=0.3 / rank,
        confidence="low",
        confidence_because=("about 3 studies count towards it after weighting by relevance",),
        tactics=_effects(),
        substitution=(
            SubstitutionFlag("guard", "killing", "pillage", "revenue", 0.62, 0.06, ("SUB-011",), "judgement", "weak"),
        )
        if name == "gold"
        else (),
        rules=(
            _rule("SUB-011", "warning", "fired", 0.55),
            _rule("NHRI-002", "guidance", "unknown", None),
            *((_rule("ELI-001", "eligibility", "fired", None),) if barred else ()),
        ),
        evidence=("stoop2018-doddfrank",) if name == "gold" else (),
    )


class Fake:
    """The fake case, and ways to change it."""

    def __init__(self) -> None:
        self.knowledge = FakeKnowledge(catalogues(), load_assumptions())

    def profile(self, **changes: Any) -> CaseProfile:
        """Return the fake case with changed fields."""
        return parse_case(json.dumps(CASE | changes), "fake.yaml", Vocabulary(open=True))

    def assessment(self, **changes: Any) -> Assessment:
        """Return the fake assessment with changed fields."""
        fields: dict[str, Any] = {
            "case": "fake-2024",
            "title": "Fakeland, north",
            "goal": "reduce",
            "draws": 4000,
            "seed": 1,
            "tools": tuple(_result(row, rank) for rank, row in enumerate(TOOLS, start=1)),
            "rules": (_rule("SUB-011", "warning", "fired", 0.55),),
            "unknown_facts": ("nhri.government_interference",),
            "uncertain_facts": ("perpetrators.guard.structure",),
            "warnings": ("All tactics carry the same severity weight.",),
        }
        return Assessment(**(fields | changes))

    def memo(self, profile: Mapping[str, Any] | None = None, **changes: Any) -> MemoContext:
        """Return the context of the fake memo."""
        citations = {"stoop2018-doddfrank": "Stoop and others (2018)"}
        return build_context(
            self.assessment(**changes), self.profile(**(profile or {})), self.knowledge, citations=citations
        )


@pytest.fixture(scope="session")
def fake() -> Fake:
    """Return the fake case."""
    return Fake()


@pytest.fixture(scope="session")
def hostile() -> str:
    """Return text that tries to be markup, template code, a link and a table cell."""
    return HOSTILE
