"""Simulations of the calibration in a file of lines: what was done is kept when a run is cut, and read by the next."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from prevent_options.errors import InputError, Problem
from prevent_options.files import write_atomically

SCHEMA = "prevent-options/calibration@1"


@dataclass(frozen=True, slots=True)
class Simulation:
    """One simulation: its seed, its wall time in seconds, and the scaled rank of the truth by parameter."""

    seed: int
    seconds: float
    ranks: Mapping[str, float]


def _simulation(line: str) -> Simulation | None:
    """Return the simulation of a line, or nothing where a run was cut while it wrote."""
    try:
        row = json.loads(line)
        return Simulation(int(row["seed"]), float(row["seconds"]), {k: float(v) for k, v in row["ranks"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


class Calibrations:
    """Simulations by seed, kept in a file if one is named.

    Parameters
    ----------
    path
        File of lines; made when the first simulation is added.
    made_with
        Digests of everything that a simulation depends on.

    Raises
    ------
    InputError
        The file holds simulations of another model, of other evidence or scales, or is no such file.
    """

    def __init__(self, path: Path | None, made_with: Mapping[str, str]) -> None:
        self._path = path
        self._head = json.dumps({"schema": SCHEMA, "made_with": dict(made_with)})
        self.rows: dict[int, Simulation] = {}
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if not lines or lines[0] != self._head:
            found = "simulations of another model, other evidence or other scales, or another kind of file"
            problem = Problem(
                str(path), 1, "calibration", found, "simulations of the model that is checked", "name another file"
            )
            raise InputError([problem])
        rows = [row for row in map(_simulation, lines[1:]) if row is not None]
        self.rows = {row.seed: row for row in rows}

    def missing(self, simulations: int) -> list[int]:
        """Return the seeds that are not done yet, of as many simulations as are wanted; the first seed is 1."""
        return [seed for seed in range(1, simulations + 1) if seed not in self.rows]

    def first(self, simulations: int) -> list[Simulation]:
        """Return the simulations wanted, in order of their seeds."""
        return [self.rows[seed] for seed in range(1, simulations + 1)]

    def add(self, row: Simulation) -> None:
        """Keep a simulation."""
        self.rows[row.seed] = row
        if self._path is not None:
            lines = [self._head, *(self._line(self.rows[seed]) for seed in sorted(self.rows))]
            write_atomically(self._path, "\n".join(lines) + "\n")

    @staticmethod
    def _line(row: Simulation) -> str:
        return json.dumps({**asdict(row), "seconds": round(row.seconds, 2)})
