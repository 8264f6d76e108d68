"""All checks of the computation together, as numbers, text and a page."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import get_args

from prevent_options.catalogues import Catalogues
from prevent_options.evidence.store import EvidenceStore
from prevent_options.model.data import model_data
from prevent_options.model.fit import fit
from prevent_options.model.gate import Diagnostics
from prevent_options.model.notation import Numbers
from prevent_options.model.pointwise import log_likelihoods
from prevent_options.validation.agreement import TOLERANCE, Agreement, agreements
from prevent_options.validation.leave_out import LIMIT, LeftOut, leave_out
from prevent_options.validation.predictive import CellCheck, predictive_checks
from prevent_options.validation.sbc import Calibration, calibrate
from prevent_options.validation.sbc_file import Calibrations
from prevent_options.validation.sensitivity import Sensitivity, Verdict, sensitivities

SCHEMA = "prevent-options/priors-check@1"
EXPECTED_OUTSIDE = 0.1
"""Share of replicated counts outside a 90 percent interval when the model holds; whole numbers make it smaller."""

type Tick = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What all checks showed."""

    agreement: tuple[Agreement, ...]
    diagnostics: Diagnostics
    cells: tuple[CellCheck, ...]
    calibration: Calibration
    sensitivities: tuple[Sensitivity, ...]
    left_out: tuple[LeftOut, ...]

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
            f"the 90 percent interval of findings replicated from the posterior (up to {EXPECTED_OUTSIDE:.0%} by "
            f"chance), {sum(not cell.within_prior for cell in self.cells)} outside that of findings from the prior.",
            "calibration": f"{worst.simulations} simulations of {len(worst.ranks)} parameters, {worst.seconds:.1f} s "
            f"each after one compilation; most uneven ranks: {name}, "
            f"p = {worst.p_values[name]:.3g} before allowing for {len(worst.ranks)} looks; "
            f"beyond chance: {', '.join(worst.failing) or 'none'}.",
        }

    @property
    def remarks(self) -> tuple[str, ...]:
        """What power scaling and leaving out showed, a line each; a conflict is named, it is no fault of computing."""
        by = {word: [s for s in self.sensitivities if s.verdict == word] for word in get_args(Verdict.__value__)}
        counted = (
            f"power scaling: of {len(self.sensitivities)} tools with findings, prior and findings pull apart for "
            f"{len(by['conflict'])}, the prior says more than the findings for {len(by['prior'])}, the findings speak "
            f"for {len(by['findings'])}, neither matters for {len(by['neither'])}"
        )
        conflicts = tuple(f"prior-data conflict, {s.tool}: {s.sentence}" for s in by["conflict"])
        return (counted, *conflicts, *(f"leave-one-out, {part.sentence}" for part in self.left_out))

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
                "seconds": round(self.calibration.seconds, 2),
                "p_values": self.calibration.p_values,
                "covered_90": self.calibration.covered,
                "failing": self.calibration.failing,
            },
            "sensitivity": [{**asdict(s), "verdict": s.verdict, "sentence": s.sentence} for s in self.sensitivities],
            "leave_out": [
                {
                    "part": part.part,
                    "observations": len(part.k),
                    "per_finding": part.per_finding,
                    "k_limit": LIMIT,
                    "does_not_hold": part.failing,
                }
                for part in self.left_out
            ],
        }


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the evidence, the scales of the priors, and the tools whose bodies of evidence it speaks of."""

    store: EvidenceStore
    scales: Numbers
    catalogues: Catalogues


def check(subject: Subject, simulations: int, done: Calibrations, tick: Tick | None = None) -> CheckReport:
    """Run all checks of the computation.

    Parameters
    ----------
    subject
        Evidence, scales and tools.
    simulations
        How many simulations of the calibration.
    done
        Simulations done before; takes those done now.
    tick
        Told of simulations done and of simulations in all.
    """
    data, scales = model_data(subject.store), subject.scales
    calibration = calibrate(data, scales, simulations, done, tick)
    result = fit(data, scales)
    told = log_likelihoods({str(name): result.draws(str(name)) for name in result.posterior.data_vars}, data, scales)
    return CheckReport(
        agreements(),
        result.diagnostics,
        predictive_checks(result, scales),
        calibration,
        sensitivities(result, told, scales, subject.catalogues),
        leave_out(result, told),
    )
