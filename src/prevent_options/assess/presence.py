"""Which contextual factors are present for which perpetrator, read from the case's facts."""

from functools import cache

from prevent_options.assess.knowledge import Knowledge
from prevent_options.catalogues import Factor
from prevent_options.effects.arrays import Mask
from prevent_options.effects.setting import Presence
from prevent_options.profile import CaseProfile
from prevent_options.rules import World, fires


def presence_of(profile: CaseProfile, world: World, knowledge: Knowledge) -> Presence:
    """Return a function that says in which draws a factor is present for a perpetrator; each is read once."""

    @cache
    def present(name: str, perpetrator: str) -> Mask | None:
        condition = knowledge.rules.factor_conditions.get(name)
        return None if condition is None else fires(condition, profile, world, perpetrator)

    def presence(factor: Factor, perpetrator: str) -> Mask | None:
        return present(factor.id, perpetrator)

    return presence
