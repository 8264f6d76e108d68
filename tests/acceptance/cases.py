"""Shipped cases with changed facts, assessed."""

from pathlib import Path

from prevent_options.assess import Assessment, Knowledge, assess
from prevent_options.profile import load_case, with_facts

DRAWS = 2000


class Ranker:
    """Assesses a shipped case with changed facts."""

    def __init__(self, root: Path, knowledge: Knowledge) -> None:
        self.root, self.knowledge = root, knowledge

    def __call__(self, case: str, changes: dict[str, str] | None = None) -> Assessment:
        """Return the assessment of ``cases/<case>.yaml`` after ``--set`` of each change."""
        profile = with_facts(load_case(self.root / "cases" / f"{case}.yaml"), changes or {})
        return assess(profile, self.knowledge, draws=DRAWS, seed=1)
