"""Pictures of the priors: ``priors show NAME --plot FILE``."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from prevent_options.paths import data_dir

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from prevent_options.catalogues import Catalogues
    from prevent_options.evidence import EvidenceStore
    from prevent_options.posterior import Posterior


def plot(name: str | None, perpetrator: str, path: Path) -> None:
    """Draw the page of a tool or body, the forest of a factor, or, without a name, shrinkage and funnel.

    Raises
    ------
    InputError
        Nothing has this name, or the file name is no picture.
    """
    from prevent_options.pictures.style import check_name, save

    check_name(path)
    save(_figure(name, perpetrator), path)
    click.echo(f"written to {path}", err=True)


def _figure(name: str | None, perpetrator: str) -> "Figure":
    """Choose the picture by what the name is."""
    from prevent_options.assess.priors import is_factor
    from prevent_options.catalogues import load_catalogues
    from prevent_options.evidence import load_store
    from prevent_options.pictures.figures import overview
    from prevent_options.pictures.rows import shrunk_sizes
    from prevent_options.posterior import load_posterior

    catalogues, posterior = load_catalogues(), load_posterior()
    store = load_store(data_dir("priors") / "evidence")
    if name is None:
        return overview(shrunk_sizes(store, posterior))
    if is_factor(name, catalogues):
        return _factor_forest(name, catalogues, posterior, store)
    return _page(name, perpetrator, catalogues, posterior, store)


def _factor_forest(factor: str, catalogues: "Catalogues", posterior: "Posterior", store: "EvidenceStore") -> "Figure":
    from prevent_options.pictures.forest import forest
    from prevent_options.pictures.rows import factor_rows

    title = (
        f"{catalogues.factors[factor].name}: what it does to the effect of a tool, as the model has it; 90 percent "
        "intervals. At the right findings of greater, no or mixed, and lesser effectiveness."
    )
    return forest(factor_rows(factor, posterior, store), title, "greater/none/lesser")


def _page(
    name: str, perpetrator: str, catalogues: "Catalogues", posterior: "Posterior", store: "EvidenceStore"
) -> "Figure":
    from prevent_options.assess.priors import effect_of
    from prevent_options.pictures.figures import page
    from prevent_options.pictures.rows import direction_line, prior_draws, subject_rows

    rows = subject_rows(name, catalogues, posterior, store, perpetrator)
    told = direction_line(name, catalogues, store) or "none"
    title = (
        f"{name}, perpetrator {perpetrator}: 90 percent intervals. Squares are studies as reported, diamonds experts, "
        f"round marks the model. Findings without a size, less/none or mixed/more: {told}; by family at the right."
    )
    before = prior_draws(name, "lethal", perpetrator, catalogues, posterior)
    after = effect_of(name, "lethal", perpetrator, catalogues, posterior)
    return page(rows, (title, "less/none/more"), before, after, "Effect on lethal violence")
