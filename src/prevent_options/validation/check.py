"""All checks of the computation together, as numbers, text and a page."""

import base64
from collections.abc import Callable
from dataclasses import asdict, dataclass
from html import escape

from prevent_options.evidence.store import EvidenceStore
from prevent_options.model.build import Numbers
from prevent_options.model.data import model_data
from prevent_options.model.fit import fit
from prevent_options.model.gate import Diagnostics
from prevent_options.validation.agreement import TOLERANCE, Agreement, agreements
from prevent_options.validation.pictures import picture_bytes, ranks
from prevent_options.validation.predictive import CellCheck, predictive_checks
from prevent_options.validation.sbc import Calibration, calibrate

SCHEMA = "prevent-options/priors-check@1"
EXPECTED_OUTSIDE = 0.1
"""Share of replicated counts outside a 90 percent interval when the model holds; whole numbers make it smaller."""

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;font-size:.85rem}td,th{padding:.15rem .6rem;text-align:left;"
    "border-bottom:1px solid #ccc}img{max-width:100%}.out{font-weight:bold}"
)

type Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What all checks showed."""

    agreement: tuple[Agreement, ...]
    diagnostics: Diagnostics
    cells: tuple[CellCheck, ...]
    calibration: Calibration

    @property
    def outside(self) -> tuple[CellCheck, ...]:
        """Counts that replicated findings do not reach."""
        return tuple(cell for cell in self.cells if not cell.inside)

    @property
    def verdicts(self) -> dict[str, bool]:
        """Name of a check, and whether it passed."""
        return {
            "agreement": all(a.passed for a in self.agreement),
            "fit": self.diagnostics.passed,
            "predictive": len(self.outside) <= EXPECTED_OUTSIDE * len(self.cells),
            "calibration": not self.calibration.failing,
        }

    @property
    def sentences(self) -> dict[str, str]:
        """What each check found, in one sentence a check."""
        largest, worst = max(a.difference for a in self.agreement), self.calibration
        name = min(worst.p_values, key=worst.p_values.__getitem__)
        return {
            "agreement": f"{len(self.agreement)} published examples agree with metafor within {largest:.0e} "
            f"(allowed {TOLERANCE:.0e}).",
            "fit": f"R-hat at most {self.diagnostics.max_rhat:.3f}, effective draws at least "
            f"{self.diagnostics.min_ess_bulk:.0f}, {self.diagnostics.divergences} divergent transitions.",
            "predictive": f"{len(self.outside)} of {len(self.cells)} counts by body, outcome and direction lie outside "
            f"the 90 percent interval of replicated findings (up to {EXPECTED_OUTSIDE:.0%} by chance).",
            "calibration": f"{worst.simulations} simulations of {len(worst.ranks)} parameters, {worst.seconds:.1f} s "
            f"each after {worst.compile_seconds:.0f} s of compilation; most uneven ranks: {name}, "
            f"p = {worst.p_values[name]:.3g} before allowing for {len(worst.ranks)} looks; "
            f"beyond chance: {', '.join(worst.failing) or 'none'}.",
        }

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data."""
        return {
            "schema": SCHEMA,
            "passed": self.verdicts,
            "agreement": [asdict(a) for a in self.agreement],
            "fit": asdict(self.diagnostics),
            "predictive": [asdict(cell) for cell in self.cells],
            "calibration": {
                "simulations": self.calibration.simulations,
                "p_values": self.calibration.p_values,
                "failing": self.calibration.failing,
            },
        }


def check(store: EvidenceStore, scales: Numbers, simulations: int, tick: Tick | None = None) -> CheckReport:
    """Run all checks of the computation.

    Parameters
    ----------
    store
        The evidence.
    scales
        Numbers of ``priors/scales.yaml``.
    simulations
        How many simulations of the calibration.
    tick
        Told of simulations done and of simulations in all.
    """
    result = fit(model_data(store), scales)
    return CheckReport(
        agreements(), result.diagnostics, predictive_checks(result, scales), calibrate(store, scales, simulations, tick)
    )


def _row(cell: CellCheck) -> str:
    where = f"<td>{escape(cell.body)}</td><td>{escape(cell.outcome)}</td><td>{cell.direction}</td>"
    spans = "".join(f"<td>{low} to {high}</td>" for low, high in (cell.posterior, cell.prior))
    return f"<tr class={'in' if cell.inside else 'out'}>{where}<td>{cell.observed} of {cell.n}</td>{spans}</tr>"


def page(report: CheckReport) -> str:
    """Return the report as one HTML page that asks for nothing."""
    picture = base64.b64encode(picture_bytes(ranks(report.calibration.ranks), "png")).decode()
    verdicts = "".join(
        f"<li><b>{name}: {'passed' if report.verdicts[name] else 'NOT PASSED'}</b>. {escape(sentence)}</li>"
        for name, sentence in report.sentences.items()
    )
    examples = "".join(
        f"<tr><td>{escape(a.title)}</td><td>{escape(a.call)}</td><td>{a.difference:.1e}</td></tr>"
        for a in report.agreement
    )
    heads = "".join(
        f"<th>{head}</th>"
        for head in ("body", "outcome", "direction", "found", "posterior predictive, 90%", "prior predictive, 90%")
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Check of the priors</title>'
        f"<style>{_STYLE}</style><h1>Are the priors computed right?</h1><ul>{verdicts}</ul>"
        "<h2>Ranks of true values among their draws</h2><p>Parameters were drawn from the prior, findings from the "
        "model, and the model was fitted to them. If the computation is right each histogram is flat; grey is where "
        "99 percent of bars fall then.</p>"
        f'<img alt="Rank histograms, one a parameter" src="data:image/png;base64,{picture}">'
        "<h2>Would findings like ours come out again?</h2><p>Bold: the number found lies outside the posterior "
        f"predictive interval.</p><table><tr>{heads}</tr>{''.join(map(_row, report.cells))}</table>"
        "<h2>Published examples beside metafor</h2><table><tr><th>example</th><th>call</th>"
        f"<th>largest difference</th></tr>{examples}</table></html>\n"
    )
