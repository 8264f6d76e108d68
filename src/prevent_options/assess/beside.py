"""What stands beside the default order in a memo: where the first figure comes from, other attitudes, other goals.

Each is what a command says (``explain``, ``rank --attitude``, ``rank --goals``), from the draws of the ranking; none
of it replaces the order.
"""

from dataclasses import dataclass

from prevent_options.assess.attitude import Attitudes, firsts_by_attitude
from prevent_options.assess.explain import steps_of
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.other_goals import FirstUnder, firsts_by_goal
from prevent_options.assess.pipeline import DrawnCase
from prevent_options.assess.types import Assessment, Step
from prevent_options.profile import CaseProfile


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the default order.

    Attributes
    ----------
    explained, steps
        The tool whose net change is told step by step, and the steps; empty where no tool may be used.
    attitudes
        The first tool by default and under each attitude to risk.
    goals
        The first tool under each goal.
    """

    explained: str
    steps: tuple[Step, ...]
    attitudes: Attitudes | None
    goals: tuple[FirstUnder, ...]


def beside(
    profile: CaseProfile, knowledge: Knowledge, drawn: DrawnCase, assessment: Assessment, *, explained: str
) -> Beside:
    """Return what stands beside the default order of a case.

    Parameters
    ----------
    profile, knowledge
        The case, and what it was assessed with.
    drawn, assessment
        Its draws and its assessment.
    explained
        The tool whose net change is told step by step; empty for none.
    """
    nets = {tool.tool: tool.net_change.mean for tool in assessment.tools}
    return Beside(
        explained=explained,
        steps=steps_of(explained, knowledge, drawn.stage, nets[explained]) if explained else (),
        attitudes=firsts_by_attitude(profile, drawn, assessment),
        goals=firsts_by_goal(profile, knowledge, drawn, assessment),
    )
