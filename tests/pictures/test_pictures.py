"""Pictures: every subject can be drawn, the same bytes each time, with what they promise to show."""

from pathlib import Path

import numpy as np
import pytest

from prevent_options.assess.priors import effect_of, prior_table
from prevent_options.catalogues import Catalogues, load_catalogues
from prevent_options.cli.app import run
from prevent_options.evidence import EvidenceStore, load_store
from prevent_options.pictures.figures import overview
from prevent_options.pictures.rows import (
    direction_line,
    factor_rows,
    prior_draws,
    shrunk_sizes,
    subject_rows,
)
from prevent_options.posterior import Posterior, load_posterior


@pytest.fixture(scope="module")
def catalogues() -> Catalogues:
    """Return the catalogues that ship."""
    return load_catalogues()


@pytest.fixture(scope="module")
def posterior() -> Posterior:
    """Return the posterior that ships."""
    return load_posterior()


@pytest.fixture(scope="module")
def store(root: Path) -> EvidenceStore:
    """Return the evidence that ships."""
    return load_store(root / "priors" / "evidence")


def test_a_forest_shows_every_size_and_every_family(
    catalogues: Catalogues, posterior: Posterior, store: EvidenceStore
) -> None:
    """Sizes as reported, with 90 percent of their stated spread; sizes of a body that a tool withdraws are turned."""
    rows = subject_rows("gold_trade_interdiction", catalogues, posterior, store, "rebel")
    studies = {row.label: row for row in rows if row.kind == "study"}
    stoop = studies["stoop2018-doddfrank\ndeprivation, rebel"]
    size = next(s for s in store.measured if s.study == "stoop2018-doddfrank" and s.outcome == "deprivation")
    assert stoop.mean == size.log_ratio
    assert stoop.high - stoop.low == pytest.approx(2 * 1.645 * size.spread)
    turned = studies["fourati2021-gold-price-crsv\nsexual reproductive, rebel (turned)"]
    assert turned.mean < 0 < turned.high
    assert sum(row.kind == "model" for row in rows) == len(catalogues.tactic_families)
    assert direction_line("gold_trade_interdiction", catalogues, store).startswith("conflict")


def test_a_forest_of_a_factor_shows_its_bodies_and_their_mean(posterior: Posterior, store: EvidenceStore) -> None:
    """With the counts of findings beside each body."""
    rows = factor_rows("large_force", posterior, store)
    assert [row.kind for row in rows] == ["model", "pooled"]
    counts = np.sum([row.counts for row in store.table.factors if row.factor == "large_force"], axis=0)
    assert rows[0].note == "/".join(map(str, counts))
    assert factor_rows("nobody_wrote_about_it", posterior, store) == ()


def test_the_prior_is_wider_than_the_posterior_of_what_was_studied(
    catalogues: Catalogues, posterior: Posterior
) -> None:
    """Evidence narrows; the prior is centred on no effect."""
    before = prior_draws("prosecutions", "lethal", "any", catalogues, posterior)
    after = effect_of("prosecutions", "lethal", "any", catalogues, posterior)
    assert abs(before.mean()) < 0.03
    assert after.std() < 0.7 * before.std()


def test_the_prior_drawn_is_the_prior_of_the_model(root: Path, catalogues: Catalogues, posterior: Posterior) -> None:
    """Its spread is that of parameters simulated from the model's own prior."""
    from prevent_options.model.data import model_data
    from prevent_options.model.simulate import simulate

    data = model_data(load_store(root / "priors" / "evidence"))
    body, cell = data.bodies.index("prosecutions"), data.gamma_cells.index(("prosecutions", "lethal"))
    outcome = data.outcomes.index("lethal")
    truths = [simulate(data, posterior.manifest["scales"], seed).truth for seed in range(400)]
    theta = [t["mu"] + t["alpha"][body] + t["m"][outcome] + t["gamma"][cell] for t in truths]
    drawn = prior_draws("prosecutions", "lethal", "any", catalogues, posterior)
    assert drawn.std() == pytest.approx(np.std(theta), rel=0.12)


def test_shrinkage_lists_every_size_between_what_was_reported_and_what_is_believed(
    posterior: Posterior, store: EvidenceStore
) -> None:
    """One line a size, narrower than the study alone, in the order of what was reported."""
    sizes = shrunk_sizes(store, posterior)
    assert len(sizes) == len(store.measured)
    assert [s.reported for s in sizes] == sorted(s.reported for s in sizes)
    assert all(s.high - s.low < 2 * 1.645 * s.spread for s in sizes)
    assert {s.body for s in shrunk_sizes(store, posterior, ["prosecutions"])} == {"prosecutions"}


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        (["icc_referral"], "png"),
        (["nhri_studies", "--perpetrator", "state"], "svg"),
        (["large_force"], "pdf"),
        ([], "svg"),
    ],
)
def test_every_picture_is_written_twice_the_same(tmp_path: Path, name: list[str], suffix: str) -> None:
    """A tool, a body, a factor, and all sizes."""
    files = [tmp_path / f"{k}.{suffix}" for k in range(2)]
    for file in files:
        assert run(["priors", "show", *name, "--plot", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert files[0].stat().st_size > 5_000


def test_a_file_that_is_no_picture_and_a_name_nobody_has_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named, with nothing written."""
    assert run(["priors", "show", "icc_referral", "--plot", str(tmp_path / "a.gif")]) == 2
    assert ".png" in capsys.readouterr().err
    assert run(["priors", "show", "icc_referal", "--plot", str(tmp_path / "a.png")]) == 2
    assert "icc_referral" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_cut_interval_has_an_arrow_and_stated_spreads_are_counted(posterior: Posterior, store: EvidenceStore) -> None:
    """Where the picture ends is not where the interval ends, and a judgement is no standard error."""
    sizes = shrunk_sizes(store, posterior)
    figure = overview(sizes)
    shrinkage, funnel = figure.axes
    arrows = [line for line in shrinkage.lines if line.get_marker() in {"<", ">"}]
    cut = [s.reported - 1.645 * s.spread < -2 for s in sizes] + [s.reported + 1.645 * s.spread > 2 for s in sizes]
    assert len(arrows) == sum(cut) > 0
    stated = sum(f.size.standard_error is None for s in store.studies for f in s.findings if f.size)
    assert f"{stated} of {len(sizes)} spreads are judgement" in funnel.get_title(loc="left") + funnel.get_title()


def test_the_table_of_a_tool_is_the_picture_of_it(
    catalogues: Catalogues, posterior: Posterior, store: EvidenceStore
) -> None:
    """Mean and interval by family are those the forest draws, what a tool's own practice adds included."""
    table = {row.outcome: (row.mean, row.q05, row.q95) for row in prior_table("coi_ffm", "state")}
    drawn = {row.label: row for row in subject_rows("coi_ffm", catalogues, posterior, store, "state")}
    for family, told in table.items():
        row = drawn[family.replace("_", " ")]
        assert told == pytest.approx((row.mean, row.low, row.high))


def test_a_factor_is_shown_as_a_table_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a picture; and no share is said to be certain."""
    assert run(["priors", "show", "large_force"]) == 0
    assert "mean over bodies" in capsys.readouterr().out
    assert run(["priors", "show"]) == 0
    out = capsys.readouterr().out
    assert " 100%" not in out
    assert " of " in out


def test_a_fit_is_refused_where_something_else_lies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is sampled; a page cannot take the place of a folder either."""
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    assert run(["priors", "fit", "-o", str(tmp_path)]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert run(["priors", "check", "--html", str(tmp_path)]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
