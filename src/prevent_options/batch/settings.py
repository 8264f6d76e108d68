"""How a batch is run: what changes its results, and what only changes how fast they come."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Settings:
    """What a result depends on besides case and knowledge; part of the key under which a case's part is kept."""

    draws: int
    seed: int
    goal: str | None = None
    rules_as_of: date | None = None
    memos: bool = False
    language: str = "en"
    forms: tuple[str, ...] = ("md", "html")  # formats of the memos
    insights: bool = False  # what the choice hangs on is worked out for every case; memos need it anyway

    @property
    def beyond(self) -> bool:
        """Whether more is worked out than the ranking."""
        return self.memos or self.insights

    def as_text(self) -> str:
        """Return all settings as one text, the same for the same settings."""
        memos = f"{self.memos}/{self.language}/{self.forms}"
        return f"{self.draws}/{self.seed}/{self.goal}/{self.rules_as_of}/{memos}/{self.beyond}"


@dataclass(frozen=True, slots=True)
class Running:
    """How the work is done; none of this changes a byte of the results.

    Attributes
    ----------
    workers
        Processes; 0 does the work in this process, one case after the other.
    dask
        Address of a Dask scheduler, ``local`` for one on this machine, None for plain processes.
    resume
        Whether finished cases of an interrupted batch are kept.
    """

    workers: int = 0
    dask: str | None = None
    resume: bool = False
