"""Why two posteriors differ, in words: evidence, model, scales, draws, and the updates behind each."""

from collections.abc import Iterator, Mapping

from prevent_options.posterior import Posterior
from prevent_options.posterior.manifest import LineageEntry

_LONGEST = 8
"""How many names a line gives before it only counts."""


_SELECTION = (
    "selective publication: findings without a clear direction taken to reach print {:g} times as often as others "
    "before, {:g} times after"
)


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:_LONGEST])
    return shown if len(names) <= _LONGEST else f"{shown} and {len(names) - _LONGEST} more"


def _evidence(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    changes = {
        "added": sorted(new.keys() - old.keys()),
        "gone": sorted(old.keys() - new.keys()),
        "changed": sorted(name for name in old.keys() & new.keys() if old[name] != new[name]),
    }
    for word, names in changes.items():
        if names:
            yield f"evidence {word}: {_names(names)}"


def _scales(old: Mapping[str, float], new: Mapping[str, float]) -> Iterator[str]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield (
                _SELECTION.format(old.get(name, 1.0), new[name])
                if name == "null_publication" and name in new
                else f"scale {name}: {old.get(name, 'none')} before, {new.get(name, 'none')} after"
            )


def told(entry: LineageEntry) -> str:
    """Return one update in words."""
    return f"{entry['how']} with {', '.join(entry['studies'])}: {entry['why']}"


def causes(before: Posterior, after: Posterior) -> tuple[str, ...]:
    """Return the reasons two posteriors can differ, one line each; empty when they are the same."""
    old, new = before.manifest, after.manifest
    lines = [*_evidence(old["evidence"], new["evidence"]), *_scales(old["scales"], new["scales"])]
    if old["digests"]["model"] != new["digests"]["model"]:
        lines.append("the model itself: its priors or its likelihood were written otherwise")
    if old["seed"] != new["seed"]:
        lines.append(f"seed of the sampler: {old['seed']} before, {new['seed']} after, which moves noise only")
    if before.draws != after.draws:
        lines.append(f"draws: {before.draws} before, {after.draws} after")
    lines += [f"before was {told(entry)}" for entry in old["lineage"] if entry not in new["lineage"]]
    lines += [f"after was {told(entry)}" for entry in new["lineage"] if entry not in old["lineage"]]
    return tuple(lines)
