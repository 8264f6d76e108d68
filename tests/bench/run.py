"""Run every benchmark and print its figures; all of one topic are measured in one run, so that ratios mean something.

``make bench`` runs all topics, ``python tests/bench/run.py assess batch`` some. A topic is a module of this folder with
a function ``measure() -> list[tuple[str, float, str]]``: what was measured, the figure, the target in words.
"""

import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent


def topics() -> list[str]:
    """Return the names of all topics."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in {"run", "__init__"})


def main(wanted: list[str]) -> int:
    """Measure topics and print one line a figure; a name that is no topic is an error."""
    sys.path.insert(0, str(HERE))
    unknown = [name for name in wanted if name not in topics()]
    if unknown:
        print(f"no topic {', '.join(unknown)}; topics are {', '.join(topics())}", file=sys.stderr)
        return 2
    for topic in wanted or topics():
        for name, figure, target in import_module(topic).measure():
            print(f"{topic:<12} {name:<64} {figure:>10.3g}   {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
