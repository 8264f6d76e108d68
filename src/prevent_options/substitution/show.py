"""The matrix for readers, apart from any case: rows of tactics or families, and one pair with what stands behind it."""

from dataclasses import asdict, dataclass
from functools import cache
from typing import get_args

import numpy as np

from prevent_options.assumptions import Assumptions
from prevent_options.catalogues import Catalogues
from prevent_options.catalogues.words import PerpetratorType, Pressure
from prevent_options.errors import InputError, Problem
from prevent_options.json_text import json_text
from prevent_options.posterior.keyed import keyed_generator, keyed_normals
from prevent_options.repertoire import Cell, Query, Repertoire
from prevent_options.repertoire.view import SEXUAL_VIOLENCE
from prevent_options.yamlio import nearest

DRAWS, SEED = 4000, 1
NO_FINDING = "no finding names this pair"
SCHEMA = "prevent-options/elasticities@1"
PRESSURES: tuple[str, ...] = get_args(Pressure.__value__)
PERPETRATORS: tuple[str, ...] = get_args(PerpetratorType.__value__)


@dataclass(frozen=True, slots=True)
class Elasticity:
    """E[j,k] for one pair and one kind of pressure, without the facts of a case.

    Attributes
    ----------
    source, target, pressure, perpetrator
        What is asked.
    channel
        Through which channel, or why none.
    open
        Probability that pressure moves violence at all.
    mean, q05, q95
        E over draws, complement taken off: above zero the second tactic rises.
    p_positive
        Probability that E is above zero.
    complement
        Mean of the complement that is taken off.
    findings, pooled
        Studies that name the pair, and studies of other pairs that lend it a little.
    """

    source: str
    target: str
    pressure: str
    perpetrator: str
    channel: str
    open: float
    mean: float
    q05: float
    q95: float
    p_positive: float
    complement: float
    findings: tuple[str, ...]
    pooled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What every pair is asked under: who, at what level of repression, by which matrix and judgements."""

    perpetrator: str
    repression: str
    repertoire: Repertoire
    assumptions: Assumptions


def elasticities(source: str, target: str, asked: Asked) -> tuple[Elasticity, ...]:
    """Return E of one pair of tactics under each kind of pressure."""
    return tuple(_elasticity(cell, pressure, asked) for pressure, cell in _cells(source, target, asked).items())


def strongest(source: str, target: str, asked: Asked) -> Elasticity:
    """Return E under the pressure under which a pair moves most."""
    cells = _cells(source, target, asked)
    pressure = max(cells, key=lambda name: (cells[name].open, name))
    return _elasticity(cells[pressure], pressure, asked)


def _cells(source: str, target: str, asked: Asked) -> dict[str, Cell]:
    return {one: asked.repertoire.cell(source, target, Query((one,), asked.perpetrator)) for one in PRESSURES}


def _elasticity(cell: Cell, pressure: str, asked: Asked) -> Elasticity:
    """Return the summary of one cell over draws."""
    noise = _noise("size")
    size = asked.repertoire.numbers.size
    width = np.minimum(size.most, size.median * np.exp(size.log_sd * noise))
    complement = _complement(cell, asked)
    draws = np.sort((_uniform() < cell.open) * width - complement)
    direct = {f.source for f in asked.repertoire.findings if f.id in cell.direct}
    pooled = {f.source for f in asked.repertoire.findings if f.id in cell.pooled}
    return Elasticity(
        source=cell.source,
        target=cell.target,
        pressure=pressure,
        perpetrator=asked.perpetrator,
        channel=cell.channel or "none: the base share",
        open=cell.open,
        mean=float(draws.mean()),
        q05=float(draws[DRAWS // 20]),
        q95=float(draws[-(DRAWS // 20)]),
        p_positive=float((draws > 0).mean()),
        complement=float(complement.mean()),
        findings=tuple(sorted(direct)),
        pooled=tuple(sorted(pooled - direct)),
    )


def _complement(cell: Cell, asked: Asked) -> np.ndarray:
    """Return draws of the complement of one pair where the perpetrator has these two tactics only, shape (DRAWS,)."""
    table = asked.assumptions.complement
    own_process = asked.repertoire.catalogues.family_of(cell.target) == SEXUAL_VIOLENCE
    tie = table.sexual_violence_share if own_process else 1.0
    return np.asarray(tie * np.clip(table.mean[asked.repression] + table.sd * _noise("complement"), 0.0, None))


@cache
def _noise(name: str) -> np.ndarray:
    """Return the noise all pairs share, so that they can be compared, shape (DRAWS,)."""
    return keyed_normals(SEED, DRAWS, "show", name)


@cache
def _uniform() -> np.ndarray:
    """Return one stratified uniform number a draw, so that shares are met exactly, shape (DRAWS,)."""
    return np.asarray((keyed_generator(SEED, "show", "exit").permutation(DRAWS) + 0.5) / DRAWS)


def tactics_of(name: str, catalogues: Catalogues) -> tuple[str, ...]:
    """Return a tactic, or the tactics of a family.

    Raises
    ------
    InputError
        When the catalogue knows neither.
    """
    if name in catalogues.tactics:
        return (name,)
    if name in catalogues.tactic_families:
        return catalogues.descendants(name)
    known = sorted({*catalogues.tactics, *catalogues.tactic_families})
    hint = ", ".join(nearest(name, known, 3)) or "see priors/catalogue/tactics"
    raise InputError(
        [Problem("TACTIC", 0, "tactic", f"found {name}", "expected a tactic or a family of tactics", hint)]
    )


def elasticities_json(rows: tuple[Elasticity, ...]) -> str:
    """Return elasticities as JSON text that ends with a newline."""
    names = {"source": "from", "target": "to"}
    kept = [
        {
            names.get(key, key): round(value, 6) if isinstance(value, float) else value
            for key, value in asdict(row).items()
        }
        for row in rows
    ]
    return json_text({"schema": SCHEMA, "pairs": kept})
