"""The grid of a case: the pairs of each perpetrator in turn, the tactics listed first, then those he may turn to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from prevent_options.catalogues import Catalogues
from prevent_options.effects.arrays import Mask
from prevent_options.profile import CaseProfile


class Pair(NamedTuple):
    """One perpetrator using, or able to turn to, one tactic."""

    perpetrator: str
    tactic: str
    family: str
    forms: tuple[str, ...] = ()
    listed: bool = True


class Grid(NamedTuple):
    """All K pairs of a case, in a fixed order."""

    pairs: tuple[Pair, ...]

    def where(self, *, perpetrator: str | None = None, tactics: frozenset[str] | None = None) -> list[int]:
        """Return the positions of the pairs of a perpetrator (None: any) and of a set of tactics (None: any)."""
        return [
            k
            for k, pair in enumerate(self.pairs)
            if (perpetrator is None or pair.perpetrator == perpetrator) and (tactics is None or pair.tactic in tactics)
        ]

    @property
    def listed(self) -> tuple[Pair, ...]:
        """The pairs that stand in the profile."""
        return tuple(pair for pair in self.pairs if pair.listed)


def build_grid(profile: CaseProfile, catalogues: Catalogues, latent: Iterable[tuple[str, str]] = ()) -> Grid:
    """Return the grid of a case.

    Parameters
    ----------
    profile
        The case.
    catalogues
        Gives each tactic its family.
    latent
        Pairs of perpetrator id and tactic id that are not listed but that a substitution rule points to.
    """
    added: dict[str, list[str]] = {}
    for perpetrator, tactic in sorted(latent):
        added.setdefault(perpetrator, []).append(tactic)
    pairs: list[Pair] = []
    for actor in profile.perpetrators:
        listed = [Pair(actor.id, use.tactic, catalogues.family_of(use.tactic), use.forms) for use in actor.tactics]
        others = dict.fromkeys(added.get(actor.id, ()))
        for pair in listed:
            others.pop(pair.tactic, None)
        pairs += listed
        pairs += (Pair(actor.id, tactic, catalogues.family_of(tactic), listed=False) for tactic in others)
    return Grid(tuple(pairs))


def rows(mask_by_row: Sequence[Mask], draws: int) -> np.ndarray:
    """Stack one mask a row into a boolean array of shape (rows, draws)."""
    return np.stack([np.broadcast_to(np.asarray(mask, dtype=bool), (draws,)) for mask in mask_by_row])
