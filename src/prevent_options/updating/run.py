"""The thin shell of an update: read, decide, write, compare."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from prevent_options.catalogues import Catalogues
from prevent_options.evidence.check import released_twice
from prevent_options.evidence.store import Quantified, Vote
from prevent_options.posterior import Posterior, load_posterior
from prevent_options.posterior.manifest import LineageEntry
from prevent_options.updating.additions import read_additions
from prevent_options.updating.keeping import copy_of, keep_refitted, keep_reweighted, load_base, workshop
from prevent_options.updating.moved import Move, single_move
from prevent_options.updating.plan import Plan, lineage_entry, make_plan

type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for.

    Attributes
    ----------
    files
        Studies or statements of experts.
    posterior, evidence
        Folders that the update changes.
    output
        New folder to change instead, after copying both into it.
    write
        False to try without writing anything.
    refit
        Fit again whatever the weights say.
    """

    files: tuple[Path, ...]
    posterior: Path
    evidence: Path
    output: Path | None = None
    write: bool = True
    refit: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """An update: what was done and why, the posteriors before and after, and the effects the studies are about.

    ``twice`` are added studies whose findings the counts of the release hold too.
    """

    entry: LineageEntry
    before: Posterior
    after: Posterior
    about: tuple[Move, ...]
    twice: tuple[str, ...]


def _refit(request: Request, plan: Plan, progress: Progress | None) -> Posterior:
    """Fit the model to the evidence of afterwards, and keep the fit if it is good."""
    from prevent_options.model.run import fit_and_save  # noqa: PLC0415 - the sampler is imported only where it is needed

    null = load_posterior(request.posterior).manifest["scales"].get("null_publication")
    with workshop() as name:
        fitted = Path(name)
        fit_and_save(plan.stores.after, fitted, null_publication=null, progress=progress)
        if request.write:
            keep_refitted(*_folders(request), plan, fitted)
        return load_posterior(fitted)


def _folders(request: Request) -> tuple[Path, Path]:
    """Return the folders to write to: those named, or copies of them in the output folder."""
    if request.output is None:
        return request.posterior, request.evidence
    return copy_of(request.posterior, request.evidence, request.output)


def _about(plan: Plan, before: Posterior, after: Posterior) -> tuple[Move, ...]:
    """Return the effects that the added studies are about."""
    stores = plan.stores
    new: list[Vote | Quantified] = [*stores.after.votes, *stores.after.quantified]
    cells = dict.fromkeys((r.body, r.outcome, r.perpetrator) for r in new if r.study in stores.added)
    return tuple(single_move(*cell, before, after) for cell in cells)


def update(request: Request, catalogues: Catalogues, progress: Progress | None = None) -> Updated:
    """Add studies to a posterior.

    Parameters
    ----------
    request
        What is asked for.
    catalogues
        Bodies of evidence that exist.
    progress
        Told of the draws of a fit, if one is needed.

    Raises
    ------
    InputError
        Every problem of the studies; nothing was written.
    FitError
        A fit was needed and did not converge; nothing was written.
    """
    base, earlier = load_base(request.posterior)
    stores = read_additions(request.files, request.evidence, base, catalogues)
    plan = make_plan(stores, base, earlier, refit=request.refit)
    before = load_posterior(request.posterior)
    if plan.result is None:
        after = _refit(request, plan, progress)
    else:
        after = plan.result.posterior
        if request.write:
            keep_reweighted(*_folders(request), plan)
    entry = lineage_entry(plan)
    released = {Path(problem.file).stem for problem in released_twice(stores.after)}
    twice = tuple(study for study in stores.added if study in released)
    return Updated(entry, before, _with_lineage(after, before, entry), _about(plan, before, after), twice)


def _with_lineage(after: Posterior, before: Posterior, entry: LineageEntry) -> Posterior:
    lineage: Sequence[LineageEntry] = [*before.manifest["lineage"], entry]
    return Posterior(after.arrays, {**after.manifest, "lineage": list(lineage)})
