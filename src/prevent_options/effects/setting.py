"""The setting of a case: everything a direct effect depends on besides the tool, and what is read once for all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import cast

import numpy as np

from prevent_options.assumptions import Assumptions
from prevent_options.catalogues import Catalogues, Factor
from prevent_options.effects.arrays import Floats, Mask
from prevent_options.effects.grid import Grid, Pair
from prevent_options.posterior import Posterior
from prevent_options.posterior.keyed import keyed_normals, keyed_uniforms, normal_rows
from prevent_options.profile import CaseProfile
from prevent_options.repertoire import Repertoire
from prevent_options.rules import World

type Presence = Callable[[Factor, str], Mask | None]
"""Whether a factor is present for a perpetrator; None when no case fact tells."""


@dataclass(frozen=True)
class Setting:
    """Everything a direct effect depends on besides the tool. K pairs, P perpetrators, D draws."""

    profile: CaseProfile
    grid: Grid
    catalogues: Catalogues
    posterior: Posterior
    world: World
    assumptions: Assumptions
    presence: Presence
    repertoire: Repertoire
    seed: int
    draws: int
    substitutes: bool = True
    """False leaves substitution out, to show what it changes."""
    kept: dict[tuple[object, ...], object] = field(default_factory=dict, repr=False)
    """What was worked out or drawn for one tool and holds for others too."""

    _asked: set[tuple[str, ...]] = field(default_factory=set, repr=False)

    def noise(self, *name: str) -> Floats:
        """Return the standard normal noise of a name, shape (D,)."""
        self._asked.add(name)
        return keyed_normals(self.seed, self.draws, *name)

    def noise_rows(self, names: Sequence[tuple[str, ...]]) -> Floats:
        """Return the standard normal noise of several names, shape (names, D)."""
        self._asked.update(names)
        return normal_rows(self.seed, self.draws, names)

    def noises(self) -> dict[tuple[str, ...], Floats]:
        """Return all normal noise that was drawn so far, by name: cases, rules, elasticities, delays."""
        return {name: keyed_normals(self.seed, self.draws, *name) for name in sorted(self._asked)}

    def keep[Value](self, key: tuple[object, ...], make: Callable[[], Value]) -> Value:
        """Return what is kept under a key, made on first demand; one key stands for one kind of value."""
        if key not in self.kept:
            self.kept[key] = make()
        return cast("Value", self.kept[key])

    def uniform(self, *name: str) -> Floats:
        """Return uniform noise of a name, shape (D,)."""
        return keyed_uniforms(self.seed, self.draws, "decision", *name)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Ids of the P perpetrators."""
        return tuple(actor.id for actor in self.profile.perpetrators)

    @cached_property
    def owner(self) -> np.ndarray:
        """Position of each pair's perpetrator among :attr:`actors`, shape (K,)."""
        return np.array([self.actors.index(pair.perpetrator) for pair in self.grid.pairs])

    @cached_property
    def runs(self) -> tuple[slice, ...]:
        """The slice of each perpetrator's pairs, which are neighbours; empty where he has none."""
        return tuple(
            slice(a, b) for a, b in pairwise(np.searchsorted(self.owner, range(len(self.actors) + 1)).tolist())
        )

    @cached_property
    def elite_driven(self) -> np.ndarray:
        """In which draws each perpetrator is driven by an elite, boolean, shape (P, D)."""
        return np.stack([self._has(f"perpetrators.{actor}.structure", "elite_driven") for actor in self.actors])

    @cached_property
    def types(self) -> tuple[tuple[tuple[str, Mask], ...], ...]:
        """The types each perpetrator may have, each with the draws in which it has it."""
        return tuple(self._type_shares(actor) for actor in self.actors)

    def type_shares(self, perpetrator: str) -> tuple[tuple[str, Mask], ...]:
        """Return the types one perpetrator may have, each with the draws in which he has it."""
        return self.types[self.actors.index(perpetrator)]

    def _has(self, path: str, word: str) -> np.ndarray:
        """Return in which draws a fact has a value, boolean, shape (D,)."""
        words, codes = self.world.sample(path)
        return np.broadcast_to(np.array([one == word for one in words])[codes], (self.draws,))

    def _type_shares(self, perpetrator: str) -> tuple[tuple[str, Mask], ...]:
        words, codes = self.world.sample(f"perpetrators.{perpetrator}.type")
        if isinstance(codes, int):
            return ((words[codes], True),)
        return tuple((word, codes == code) for code, word in enumerate(words))

    def concerned(self, perpetrator: str | None, tactic: str | None, tactics: tuple[str, ...]) -> frozenset[int]:
        """Return the pairs that belong to a scope and to one of the named tactics or families; worked out once.

        Parameters
        ----------
        perpetrator, tactic
            The scope; None is everyone, everything.
        tactics
            Tactic or family ids; empty means all.
        """
        return self.keep(
            ("concerned", perpetrator, tactic, tactics),
            lambda: frozenset(
                k
                for k, pair in enumerate(self.grid.pairs)
                if in_scope(pair, perpetrator, tactic) and about(pair, tactics, self.catalogues)
            ),
        )


def key(pair: Pair) -> tuple[str, str]:
    """Return the name of a pair for its random numbers."""
    return (pair.perpetrator, pair.tactic)


def in_scope(pair: Pair, perpetrator: str | None, tactic: str | None) -> bool:
    """Say whether a pair belongs to a scope; None is everyone, everything."""
    return perpetrator in (None, pair.perpetrator) and tactic in (None, pair.tactic)


def about(pair: Pair, tactics: tuple[str, ...], catalogues: Catalogues) -> bool:
    """Say whether a pair's tactic lies within any of the named tactics or families; no names mean all."""
    return not tactics or any(catalogues.is_within(pair.tactic, name) for name in tactics)
