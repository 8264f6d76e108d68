"""The tree of tactics as plain names: who stands above whom. A tactic may stand under more than one."""

from collections.abc import Iterator, Mapping

type Parents = Mapping[str, tuple[str, ...]]
"""Direct parents of each tactic, main parent first; families are nobody's child and have no entry."""


def lineages(parents: Parents) -> dict[str, tuple[str, ...]]:
    """Return each tactic with all that stands above it, nearest first, main parents before further ones."""
    return {name: tuple(_upwards(name, parents)) for name in parents}


def _upwards(name: str, parents: Parents) -> Iterator[str]:
    """Yield a tactic and everything above it, level by level, each once."""
    level, seen = [name], {name}
    while level:
        yield from level
        above = [parent for child in level for parent in parents.get(child, ())]
        level = [parent for parent in dict.fromkeys(above) if parent not in seen]
        seen.update(level)


def in_cycles(parents: Parents) -> list[str]:
    """Return the tactics that stand above themselves, sorted."""
    return sorted(name for name in parents if any(name in _upwards(above, parents) for above in parents[name]))
