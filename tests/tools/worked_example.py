"""The figures of docs/worked-example-rab.md: what the model says of an episode without what was learned from it."""

import math
import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from prevent_options.assess import Knowledge, load_knowledge
from prevent_options.assess.net import ToolArrays, case_arrays
from prevent_options.profile import CaseProfile, load_case, with_facts

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)
CASE, TOOL, PAIR = "bgd-rab-2021", "global_magnitsky", ("rab", "extrajudicial_execution")
EXITS = {"torture": ("rab", "torture"), "disappearance": ("rab", "enforced_disappearance")}
RECORD = "rab2021-magnitsky-bangladesh-case"
KILLED_2020, KILLED_2021 = 225, 107
"""Odhikar's count of extrajudicial killings by all forces (source s1 of the case)."""
BEFORE, AFTER = (70, 80), (19, 25)
"""Killings reported for 2021 and for 2022 by another count, each a range over sources (same record)."""
JAIL = (65, 105)
"""Deaths in jail before and later, as given beside the fact sheet of the case; from all causes, not only torture."""


def without_the_episode(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge without the rules that cite the episode; the model never read it."""
    rules = tuple(rule for rule in knowledge.rules.rules if RECORD not in rule.sources)
    return replace(knowledge, rules=replace(knowledge.rules, rules=rules))


def episode() -> CaseProfile:
    """Return the case as of the day before; under the goal stop a tool counts in full, as a listing in force does."""
    return with_facts(load_case(ROOT / "cases" / f"{CASE}.yaml"), {"goal": "stop"})


def listing() -> tuple[ToolArrays, list[tuple[str, str]]]:
    """Return what the listing does once it acts, without the episode, and the pairs it does it to."""
    arrays = case_arrays(episode(), without_the_episode(load_knowledge()), draws=4000, seed=1)
    return arrays.tools[TOOL], [(pair.perpetrator, pair.tactic) for pair in arrays.stage.setting.grid.pairs]


def predicted() -> np.ndarray:
    """Return draws of the log rate ratio of killings by the listed force, once the listing acts, shape (D,)."""
    tool, pairs = listing()
    return np.asarray(tool.net[pairs.index(PAIR)])


def warned() -> list[tuple[str, str]]:
    """Return, for each exit of the listed force, the chance that it rises and that a move alone lifts it by a tenth."""
    tool, pairs = listing()
    rows = []
    for name, pair in EXITS.items():
        place = pairs.index(pair)
        rises, lifted = (tool.net[place] > 0).mean(), (tool.spill.substitution[place] > math.log(1.1)).mean()
        rows.append((f"model, probability that {name} by the force rises", f"{rises:.0%}"))
        rows.append((f"model, probability that a move alone lifts {name} by more than a tenth", f"{lifted:.0%}"))
    return rows


def figures() -> str:
    """Return the table of figures."""
    draws = predicted()
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
    fall = math.log(np.mean(AFTER) / np.mean(BEFORE))
    trend = math.log(KILLED_2021 / KILLED_2020)
    rows = [
        ("model, log rate ratio: median [5 %, 95 %]", f"{middle:+.2f} [{low:+.2f}, {high:+.2f}]"),
        ("model, probability that killings by the force fall", f"{np.mean(draws < 0):.0%}"),
        *warned(),
        ("reported, 2022 against 2021, midpoints of the ranges", f"{fall:+.2f}"),
        ("reported the year before, 2021 against 2020, no listing", f"{trend:+.2f}"),
        ("fall beyond that of the year before", f"{fall - trend:+.2f}"),
        ("share of draws at or below the fall of 2022", f"{np.mean(draws <= fall):.1%}"),
        ("share of draws at or below the fall beyond the year before", f"{np.mean(draws <= fall - trend):.1%}"),
        ("reported deaths in jail, later against before (65 to 105)", f"{math.log(JAIL[1] / JAIL[0]):+.2f}"),
    ]
    return "\n".join(["| figure | value |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def text_with_figures(text: str) -> str:
    """Return a document with its table of figures made anew."""
    return BLOCK.sub(lambda match: f"{match[1]}{figures()}\n{match[2]}", text)
