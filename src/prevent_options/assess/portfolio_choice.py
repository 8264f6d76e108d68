"""All sets of tools of one case with their worth: what every part of the answer is read from."""

from dataclasses import dataclass

import numpy as np

from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.net import CaseArrays
from prevent_options.assess.portfolio_ties import by_strength, candidates, leaders, ties
from prevent_options.assess.portfolio_types import Request
from prevent_options.decision.harm import change_of_harm
from prevent_options.decision.interactions import Interactions
from prevent_options.decision.portfolio import SetTable, net_of, set_table
from prevent_options.decision.portfolio_kernel import Candidates, Worth, worth_by_change, worth_by_stopping
from prevent_options.decision.portfolio_sets import Ties, Tree, build_tree
from prevent_options.effects.arrays import Floats
from prevent_options.profile import CaseProfile


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything about the sets of one case while the answer is put together."""

    arrays: CaseArrays
    judgements: Interactions
    knowledge: Knowledge
    names: tuple[str, ...]
    tools: Candidates
    ties: Ties
    tree: Tree
    table: SetTable
    worth: Worth

    @property
    def profile(self) -> CaseProfile:
        """The case."""
        return self.arrays.stage.setting.profile

    def change(self, place: int) -> Floats:
        """Return the change of total harm under one set, shape (D,)."""
        change: Floats = change_of_harm(net_of(self.tree, self.tools, place)[None], self.tools.shares)[0]
        return change


def build_choice(
    arrays: CaseArrays, able: tuple[str, ...], knowledge: Knowledge, judgements: Interactions, request: Request
) -> Choice:
    """Return all sets of a case with their worth under its goal."""
    names = by_strength(able, arrays)
    known = knowledge.catalogues
    tools = candidates(names, arrays, judgements, known)
    tied = ties(names, judgements, known, request)
    tree = build_tree(tied, request.max_tools)
    efforts = np.array([known.tools[name].effort.units for name in names], dtype=np.float64)
    stops = arrays.stage.setting.profile.goal == "stop"
    worth = worth_by_stopping(tree, tools, leaders(names, arrays)) if stops else worth_by_change(tree, tools)
    return Choice(arrays, judgements, knowledge, names, tools, tied, tree, set_table(tree, efforts), worth)
