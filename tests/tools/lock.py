"""Write the lock files: exact versions of everything the project and its tests need, names and versions only."""

import re
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def closure(requirements: list[str]) -> dict[str, str]:
    """Return name → version of all installed distributions that the requirements need, directly or not."""
    found: dict[str, str] = {}
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in found:
            continue
        installed = distribution(name)
        found[name] = installed.version
        for text in installed.requires or []:
            child = Requirement(text)
            extras = requirement.extras or {""}
            if child.marker is None or any(child.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(child)
    return found


def main() -> int:
    """Write ``requirements.lock`` and ``requirements-dev.lock``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = closure(project["project"]["dependencies"])
    dev = closure(project["dependency-groups"]["dev"])
    for name, pins in (("requirements.lock", run), ("requirements-dev.lock", dev)):
        lines = [f"{package}=={version}" for package, version in sorted(pins.items())]
        (ROOT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
