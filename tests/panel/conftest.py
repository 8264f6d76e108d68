"""Panels to test on: invented ones, and the real one where the folder beside the checkout has it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from prevent_options.panel.filtering import Readings
from prevent_options.panel.read import read_panel
from prevent_options.panel.simulate import simulate_panel
from prevent_options.panel.table import Panel
from prevent_options.panel.words import TACTICS

FILE = "data/repression/cirights_1981_2010.csv"
TRUE_SD = np.array([0.19, 0.17, 0.18, 0.22])
ERROR_SD = np.array([0.41, 0.39, 0.42, 0.39])
BETWEEN_SD = np.array([0.63, 0.52, 0.61, 0.70])
TOGETHER = 0.5


@pytest.fixture(scope="session")
def readings() -> Readings:
    """Return a filter with sizes like those of real codes: true changes go together, reading errors do not."""
    tied = (1 - TOGETHER) * np.eye(4) + TOGETHER
    return Readings(
        tied * np.outer(TRUE_SD, TRUE_SD),
        np.diag(ERROR_SD**2),
        tied * np.outer(BETWEEN_SD, BETWEEN_SD),
        np.array([0.65, 0.35, 1.1, 1.0]),
    )


@pytest.fixture(scope="session")
def real(shared: Path) -> Panel:
    """Return the panel of CIRIGHTS, 1981-2010."""
    return read_panel(shared / FILE)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Return what writes rows of an invented file in the format of CIRIGHTS."""

    def writer(rows: list[str], header: str = "country,iso_a3,year," + ",".join(TACTICS)) -> Path:
        path = tmp_path / "panel.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return writer


@pytest.fixture(scope="session")
def good_rows(readings: Readings) -> list[str]:
    """Return the rows of an invented panel of 40 countries and 12 years, 2 = none."""
    codes = 2 - simulate_panel(readings, np.random.default_rng(3), (40, 12)).astype(int)
    return [
        f"Land {c},L{c:02d},{1990 + t},{','.join(map(str, codes[c, t]))}"
        for c in range(len(codes))
        for t in range(len(codes[c]))
    ]
