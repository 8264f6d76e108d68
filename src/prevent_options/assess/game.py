"""From a case and some tools to a war-game: what the perpetrators may answer, and what we would do then."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays, case_arrays
from prevent_options.assess.portfolio import request_of
from prevent_options.assess.portfolio_limits import field_of, in_use
from prevent_options.assess.portfolio_ties import ties
from prevent_options.assess.portfolio_types import Request
from prevent_options.assess.result import Json, number
from prevent_options.assess.wargame import Answer, Candidate, ExitKey, Move, Table, joined, play
from prevent_options.decision.harm import change_of_harm
from prevent_options.decision.interactions import Interactions, load_interactions
from prevent_options.decision.portfolio_sets import Ties
from prevent_options.effects.arrays import Floats
from prevent_options.errors import InputError, Problem
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile
from prevent_options.yamlio import nearest

SCHEMA = "prevent-options/game@1"
ANY_SET = Request(1, None)
"""A request without wishes: which tools conflict and overlap does not depend on how many are asked for."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Expected movement from one tactic to another, as a log rate ratio of the second."""

    perpetrator: str
    source: str
    target: str
    rise: float


@dataclass(frozen=True, slots=True)
class Game:
    """A war-game of one case.

    Attributes
    ----------
    harm
        Expected change of total harm under the tools, before any reply.
    answers
        The tree, likeliest answers first; their probabilities sum to one.
    flows
        Expected movement between tactics under the tools.
    """

    case: str
    title: str
    tools: tuple[str, ...]
    steps: int
    draws: int
    seed: int
    harm: float
    answers: tuple[Answer, ...]
    flows: tuple[Flow, ...]


def game(
    profile: CaseProfile,
    knowledge: Knowledge,
    tools: tuple[str, ...],
    *,
    steps: int = 3,
    draws: int = 4000,
    seed: int = 1,
    rules_as_of: date | None = None,
) -> Game:
    """Play some tools in a case.

    Parameters
    ----------
    profile, knowledge, draws, seed, rules_as_of
        As for :func:`prevent_options.assess.assess`.
    tools
        What we do first.
    steps
        2 or 3, see :class:`prevent_options.assess.wargame.Table`.

    Raises
    ------
    InputError
        When a tool does not exist, is named twice or may not be used in the case; all problems at once.
    """
    arrays = case_arrays(profile, knowledge, draws=draws, seed=seed, rules_as_of=rules_as_of)
    problems = _problems(tools, arrays, knowledge)
    if problems:
        raise InputError(problems)
    judgements = load_interactions(knowledge.catalogues)
    tied = ties(tuple(arrays.tools), judgements, knowledge.catalogues, ANY_SET)
    move = _together(tools, arrays, tied)
    candidates = _candidates(tools, arrays, tied, knowledge, judgements)
    shares, bar = arrays.stage.shares, arrays.stage.setting.assumptions.warning.rise
    return Game(
        case=profile.id,
        title=profile.title,
        tools=tools,
        steps=steps,
        draws=draws,
        seed=seed,
        harm=float(change_of_harm(move.net[None], shares)[0].mean(dtype=np.float64)),
        answers=play(move, Table(candidates, shares, steps, bar)),
        flows=_flows(move),
    )


def _problems(tools: tuple[str, ...], arrays: CaseArrays, knowledge: Knowledge) -> list[Problem]:
    """Return what is wrong with the tools that are played."""
    found = []
    for place, name in enumerate(tools):
        if name not in knowledge.catalogues.tools:
            hint = ", ".join(nearest(name, knowledge.catalogues.tools, 3)) or "see `prevent-options rank`"
            found.append(Problem("TOOL", 0, name, "no such tool", "expected the id of a tool", hint))
        elif name in arrays.barred:
            why = f"it may not be used here: {'; '.join(arrays.barred[name])}"
            found.append(Problem("TOOL", 0, name, why, "expected a tool that may", "leave it out"))
        elif name in tools[:place]:
            found.append(Problem("TOOL", 0, name, "named twice", "expected each tool once", "leave one out"))
    return found


def _together(tools: tuple[str, ...], arrays: CaseArrays, tied: Ties) -> Move:
    """Return what the tools do together; what a later one shares with an earlier one counts once."""
    names = list(arrays.tools)
    rows = [names.index(tool) for tool in tools]
    move = Move(np.zeros_like(arrays.stage.shares), {}, {})
    for place, row in enumerate(rows):
        move = joined(move, _candidate(names[row], arrays, _left(tied, row, rows[:place])))
    return move


def _candidates(
    tools: tuple[str, ...], arrays: CaseArrays, tied: Ties, knowledge: Knowledge, judgements: Interactions
) -> tuple[Candidate, ...]:
    """Return what may be laid beside the tools: allowed in the case, not in use, without conflict, within limits."""
    profile, known = arrays.stage.setting.profile, knowledge.catalogues.tools
    most, budget = profile.constraints.max_tools, request_of(profile).budget
    if most is not None and len(tools) >= most:
        return ()
    room = float("inf") if budget is None else budget - sum(known[tool].effort.units for tool in tools)
    field = set(field_of(arrays, profile, ANY_SET, judgements, knowledge.catalogues).tools) - in_use(profile)
    names = list(arrays.tools)
    rows = [names.index(tool) for tool in tools]
    return tuple(
        _candidate(name, arrays, _left(tied, row, rows))
        for row, name in enumerate(names)
        if row not in rows and name in field and not tied.conflict[row, rows].any() and known[name].effort.units <= room
    )


def _left(tied: Ties, row: int, others: list[int]) -> float:
    """Return the share of a tool's effect that others on the table do not cover already."""
    return float(np.prod(1.0 - tied.overlap[row, others]))


def _candidate(name: str, arrays: CaseArrays, left: float) -> Candidate:
    """Return a tool with its move; channels to the same exit come together under the first source."""
    exits: dict[ExitKey, Floats] = {}
    weights: dict[ExitKey, Floats] = {}
    sources: dict[tuple[str, str], str] = {}
    for channel in arrays.tools[name].spill.channels:
        source = sources.setdefault((channel.perpetrator, channel.target), channel.source)
        key = (channel.perpetrator, source, channel.target)
        exits[key] = exits[key] + channel.rise if key in exits else channel.rise
        weights[key] = arrays.stage.shares[list(channel.positions)].sum(axis=0)
    return Candidate(name, Move(arrays.tools[name].net, exits, weights), left)


def _flows(move: Move) -> tuple[Flow, ...]:
    """Return the expected movements, the widest first."""
    found = [Flow(*name, float(rise.mean(dtype=np.float64))) for name, rise in move.exits.items()]
    return tuple(sorted((f for f in found if f.rise > 0), key=lambda f: (-f.rise, f.perpetrator, f.target)))


def game_json(played: Game) -> str:
    """Return a war-game as JSON text that ends with a newline."""
    flows: list[Json] = [
        {"perpetrator": f.perpetrator, "from": f.source, "to": f.target, "rise": number(f.rise)} for f in played.flows
    ]
    document: dict[str, Json] = {
        "schema": SCHEMA,
        "case": played.case,
        "tools": list(played.tools),
        "steps": played.steps,
        "draws": played.draws,
        "seed": played.seed,
        "harm": number(played.harm),
        "answers": [_answer(answer) for answer in played.answers],
        "flows": flows,
    }
    return json_text(document)


def _answer(answer: Answer) -> Json:
    reply: Json = None
    if answer.reply is not None:
        reply = {
            "tool": answer.reply.tool,
            "harm_without": number(answer.reply.without),
            "harm": number(answer.reply.harm),
            "answers": [_answer(after) for after in answer.reply.answers],
        }
    return {
        "kind": answer.kind,
        "perpetrator": answer.perpetrator,
        "from": answer.source,
        "to": answer.target,
        "probability": number(answer.probability),
        "harm": number(answer.harm),
        "reply": reply,
    }
