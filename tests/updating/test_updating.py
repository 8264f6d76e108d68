"""Adding studies: reweighted or refitted with a reason, undone without a trace, refused without a trace."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from prevent_options.catalogues import Catalogues
from prevent_options.cli.app import run
from prevent_options.errors import InputError
from prevent_options.evidence import load_store, load_study
from prevent_options.evidence.citation import read_citation
from prevent_options.posterior import load_posterior
from prevent_options.posterior.files import read_update
from prevent_options.posterior.manifest import read_manifest
from prevent_options.updating.additions import read_additions
from prevent_options.updating.causes import causes
from prevent_options.updating.keeping import load_base, undo
from prevent_options.updating.moved import moves, same_fit
from prevent_options.updating.plan import make_plan
from prevent_options.updating.run import Request, update

from .conftest import Place, Write


def add(place: Place, catalogues: Catalogues, *files: Path, write: bool = True) -> object:
    """Update a copy of the priors."""
    return update(Request(files, place.posterior, place.evidence, write=write), catalogues)


def test_a_study_reweights_the_draws_and_becomes_part_of_the_evidence(
    place: Place, catalogues: Catalogues, write: Write
) -> None:
    """The new posterior knows its evidence and its lineage, and moves towards the study."""
    before = load_posterior(place.posterior)
    path = write("strong", unit_log_ratio="-1.609", derivation="ln(0.2)", prior_sd="0.2")
    done = update(Request((path,), place.posterior, place.evidence), catalogues)
    after = load_posterior(place.posterior)
    assert done.entry["how"] == "reweighted"
    assert after.matches(load_store(place.evidence).digests)
    assert [entry["studies"] for entry in after.manifest["lineage"]] == [["strong"]]
    assert "strong" in after.evidence_ids("demobilisation", "lethal")
    assert after.counts("demobilisation").quantified == before.counts("demobilisation").quantified + 1
    means = [p.effect("demobilisation", "lethal", "rebel", p.draws).mean() for p in (before, after)]
    assert means[1] < means[0] - 0.05
    np.testing.assert_array_equal(
        done.after.effect("demobilisation", "lethal", "rebel", 4000),
        after.effect("demobilisation", "lethal", "rebel", 4000),
    )


def test_undo_leaves_every_file_as_it_was(place: Place, catalogues: Catalogues, write: Write) -> None:
    """Two updates taken back one by one: the same bytes as before."""
    clean = place.bytes()
    add(place, catalogues, write("one"))
    between = place.bytes()
    add(place, catalogues, write("two"))
    assert undo(place.posterior, place.evidence).studies == ("two",)
    assert place.bytes() == between
    assert undo(place.posterior, place.evidence).removed == ("studies/one.yaml",)
    assert place.bytes() == clean
    with pytest.raises(InputError, match="no update since the fit"):
        undo(place.posterior, place.evidence)


def test_undo_keeps_a_study_that_was_changed_since(place: Place, catalogues: Catalogues, write: Write) -> None:
    """What a researcher wrote is not thrown away."""
    add(place, catalogues, write("one"))
    file = place.evidence / "studies" / "one.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    assert undo(place.posterior, place.evidence).kept == ("studies/one.yaml",)
    assert file.is_file()


def test_two_updates_weigh_as_much_as_one_with_both_studies(place: Place, catalogues: Catalogues, write: Write) -> None:
    """Weights are those of everything added since the fit, so that noise does not pile up."""
    files = write("one"), write("two", like="acemoglu2020-false-positives")
    base, _ = load_base(place.posterior)
    stores = read_additions(files, place.evidence, base, catalogues)
    together = make_plan(stores, base, None)
    assert together.result is not None
    for file in files:
        add(place, catalogues, file)
    apart = read_update(place.posterior, read_manifest(place.posterior))
    assert apart is not None
    np.testing.assert_allclose(apart.log_weights, together.result.update.log_weights, atol=1e-5)


def test_an_outcome_and_a_perpetrator_nobody_studied_get_draws_of_their_own(
    place: Place, catalogues: Catalogues, write: Write
) -> None:
    """New levels stand behind the others, and a second study finds them."""
    before = load_posterior(place.posterior)
    assert not before.observed("mediation", "exploitation")
    for name in ("one", "two"):
        changes = {"body": "mediation", "outcome": "exploitation", "tactic": "null", "perpetrator": "militia"}
        add(place, catalogues, write(name, **changes))
    after = load_posterior(place.posterior)
    assert after.observed("mediation", "exploitation")
    levels, known = after.manifest["levels"], before.manifest["levels"]
    assert levels["gamma_cell"] == [*known["gamma_cell"], "mediation/exploitation"]
    assert levels["delta_cell"] == [*known["delta_cell"], "mediation/militia"]
    assert after.arrays["gamma"].shape == (len(levels["gamma_cell"]), after.draws)
    assert after.counts("mediation").studies == before.counts("mediation").studies + 2
    drawn = (
        before.effect("mediation", "exploitation", "militia", 4000),
        after.effect("mediation", "exploitation", "militia", 4000),
    )
    assert np.mean(drawn[0] == drawn[1]) > 0.5  # draws that stay are the ones the population gave


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"body": "demobilization"}, "unknown body of evidence"),
        ({"year": "2091", "citation": "A (2091). B"}, "in the future"),
        ({"prior_sd": "-0.2"}, "prior_sd"),
        ({"scale": "furlongs"}, "scale"),
        ({"derivation": "by eye"}, "derivation"),
        ({"derivation": "ln(0.5)"}, "gives -0.693"),
        ({"scale": "elasticity", "unit_log_ratio": "9", "derivation": "9 as reported"}, "log rate ratio between"),
    ],
)
def test_a_bad_study_is_refused_and_nothing_is_touched(
    place: Place, catalogues: Catalogues, write: Write, lines: dict[str, str], words: str
) -> None:
    """Unknown body, future year, negative spread, scale or derivation that do not fit, a size beyond belief."""
    clean = place.bytes()
    good, bad = write("good"), write("bad", **lines)
    with pytest.raises(InputError, match=words) as caught:
        add(place, catalogues, good, bad)
    assert all(problem.file == str(bad) and problem.line for problem in caught.value.problems), str(caught.value)
    assert place.bytes() == clean


def test_a_study_of_the_store_is_refused_under_its_own_id_and_under_another(
    place: Place, catalogues: Catalogues, root: Path, write: Write
) -> None:
    """A duplicate id, a duplicate citation, one file named twice, one that counts already."""
    shipped = root / "priors" / "evidence" / "studies" / "armand2020-radio-defection-lra.yaml"
    with pytest.raises(InputError, match="is the id of a study in the store"):
        add(place, catalogues, shipped)
    with pytest.raises(InputError, match="counted already"):
        add(place, catalogues, place.evidence / "studies" / shipped.name)
    again = write("again", doi=str(load_study(shipped).doi).upper())
    with pytest.raises(InputError, match="each study counted once"):
        add(place, catalogues, again)
    one = write("one")
    with pytest.raises(InputError, match="named twice"):
        add(place, catalogues, one, one)
    with pytest.raises(InputError, match="nothing new"):
        add(place, catalogues)


def test_what_cannot_be_written_leaves_no_half(
    place: Place, catalogues: Catalogues, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up before the manifest: posterior and evidence are what they were."""
    from prevent_options.errors import Problem
    from prevent_options.files import write_atomically
    from prevent_options.updating import keeping

    def full(path: Path, content: str | bytes) -> None:
        if path.name == "manifest.json":
            raise InputError([Problem(str(path), 0, "output", "no space", "room", "make room")])
        write_atomically(path, content)

    clean = place.bytes()
    monkeypatch.setattr(keeping, "write_atomically", full)
    with pytest.raises(InputError, match="no space"):
        add(place, catalogues, write("one"))
    assert place.bytes() == clean


def test_an_update_is_not_read_on_other_draws(place: Place, catalogues: Catalogues, write: Write) -> None:
    """Somebody replaced the draws of the fit: which draw stands where means nothing any more."""
    add(place, catalogues, write("one"))
    draws = place.posterior / "draws.npz"
    draws.write_bytes(draws.read_bytes() + b" ")
    with pytest.raises(InputError, match="not the file it was made with"):
        load_posterior(place.posterior)


MUSEUM = 'Somebody, Else. "Mediating peace between neighbours of distant states," *Journal*, 2018'


def test_a_study_of_the_release_is_recognised(place: Place, catalogues: Catalogues, write: Write) -> None:
    """By its DOI or title, from hashes: the rows of the release do not ship. It is said, and never in silence."""
    marks = place.evidence / "release" / "marks.txt"
    ours = "".join(f"mediation {mark}\n" for mark in read_citation(MUSEUM).marks)
    marks.write_text(marks.read_text(encoding="utf-8") + ours, encoding="utf-8")
    cited = "Else, S. (2018). Mediating Peace between Neighbours of Distant States. Journal 1(2)"
    files = write("old", body="mediation", year="2018", citation=cited), write("new", body="mediation")
    done = update(Request(files, place.posterior, place.evidence, write=False), catalogues)
    assert done.twice == ("old",)


@pytest.mark.slow
def test_a_fit_replaces_the_draws_and_can_be_taken_back(place: Place, catalogues: Catalogues, write: Write) -> None:
    """Fitted again because it was asked for: other draws, the same lineage, undone without a trace; then reweighted."""
    clean = place.bytes()
    done = update(Request((write("one"),), place.posterior, place.evidence, refit=True), catalogues)
    assert (done.entry["how"], done.entry["why"]) == ("refitted", "asked for")
    after = load_posterior(place.posterior)
    assert after.matches(load_store(place.evidence).digests)
    assert not same_fit(done.before, after)
    again = update(Request((write("two"),), place.posterior, place.evidence), catalogues)
    assert again.entry["how"] == "reweighted"
    undo(place.posterior, place.evidence)
    undo(place.posterior, place.evidence)
    assert place.bytes() == clean


def test_a_study_put_into_the_store_by_hand_is_added_and_stays_after_undo(
    place: Place, catalogues: Catalogues, write: Write
) -> None:
    """A file that the researcher placed belongs to the researcher."""
    file = place.evidence / "studies" / "one.yaml"
    file.write_bytes(write("one").read_bytes())
    done = update(Request((), place.posterior, place.evidence), catalogues)
    assert done.entry["studies"] == ["one"]
    undo(place.posterior, place.evidence)
    assert file.is_file()


def test_evidence_that_changed_otherwise_asks_for_a_fit_and_says_why(
    place: Place, catalogues: Catalogues, write: Write
) -> None:
    """The draws can only be reweighted by what was added."""
    gone = place.evidence / "studies" / "acemoglu2020-false-positives.yaml"
    gone.unlink()
    base, earlier = load_base(place.posterior)
    stores = read_additions((write("one"),), place.evidence, base, catalogues)
    plan = make_plan(stores, base, earlier)
    assert not plan.reweights
    assert gone.name in plan.why


def test_findings_far_from_all_draws_ask_for_a_fit_and_say_why(
    place: Place, catalogues: Catalogues, write: Write
) -> None:
    """Thirty precise studies against everything known leave too few draws, and k-hat or their number says so."""
    line = {"unit_log_ratio": "2.9", "derivation": "ln(18.17)", "prior_sd": "0.1", "direction": "increases"}
    files = tuple(write(f"odd{k}", **line) for k in range(30))
    base, earlier = load_base(place.posterior)
    plan = make_plan(read_additions(files, place.evidence, base, catalogues), base, earlier)
    assert not plan.reweights
    assert "k-hat" in plan.why or "effective" in plan.why


def test_a_difference_is_explained(place: Place, catalogues: Catalogues, write: Write) -> None:
    """Evidence added, how, and what moved beyond noise; a posterior does not differ from itself."""
    before = load_posterior(place.posterior)
    add(place, catalogues, write("strong", unit_log_ratio="-1.609", derivation="ln(0.2)", prior_sd="0.2"))
    after = load_posterior(place.posterior)
    assert same_fit(before, after)
    lines = causes(before, after)
    assert lines[0] == "evidence added: studies/strong.yaml"
    assert lines[1].startswith("after was reweighted with strong: k-hat")
    found = moves(before, after, catalogues)
    assert found[0].name in {"demobilisation", "ddr", "defection_programme", "fighter_exit_payments"}
    assert found[0].beyond_noise
    assert causes(before, before) == ()
    assert not any(move.beyond_noise for move in moves(before, before, catalogues))


def test_the_command_prints_what_moved_and_takes_it_back(
    place: Place, write: Write, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON with the effects, the tools of every case, and nothing written where that was asked."""
    folders = ["--posterior", str(place.posterior), "--evidence", str(place.evidence)]
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "nic.yaml").write_bytes((root / "cases" / "nic-2023.yaml").read_bytes())
    clean, path = place.bytes(), str(write("one"))
    arguments = ["priors", "update", path, *folders, "--cases", str(cases), "--format", "json"]
    assert run([*arguments, "--dry-run"]) == 0
    assert place.bytes() == clean
    tried = json.loads(capsys.readouterr().out)
    assert (tried["schema"], tried["how"], tried["written"]) == ("prevent-options/update@1", "reweighted", False)
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == {**tried, "written": True}
    assert document["about"][0]["name"] == "demobilisation"
    assert {tool["tool"] for tool in document["cases"][0]["tools"]} >= {"ddr"}
    assert run(["priors", "update", "--undo", *folders]) == 0
    assert place.bytes() == clean


def test_output_leaves_posterior_and_evidence_alone(
    place: Place, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new folder holds all it needs: it can be compared, updated again and taken back."""
    clean, out = place.bytes(), tmp_path / "new"
    folders = ["--posterior", str(place.posterior), "--evidence", str(place.evidence)]
    assert run(["priors", "update", str(write("one")), *folders, "-o", str(out)]) == 0
    assert place.bytes() == clean
    assert run(["priors", "update", str(write("two")), "--posterior", str(out)]) == 0
    assert run(["priors", "diff", str(place.posterior), str(out)]) == 0
    assert "evidence added: studies/one.yaml, studies/two.yaml" in capsys.readouterr().out
    assert run(["priors", "update", "--undo", "--posterior", str(out)]) == 0
    assert run(["priors", "update", str(write("three")), *folders, "-o", str(out)]) == 2


def test_reweighting_never_imports_the_sampler(place: Place, write: Write) -> None:
    """An update takes a second because PyMC stays away."""
    code = (
        "import sys; from prevent_options.cli.app import run;"
        "assert run(sys.argv[1:]) == 0; print([m for m in ('pymc', 'arviz', 'nutpie', 'pytensor', 'matplotlib') "
        "if m in sys.modules], file=sys.stderr)"
    )
    arguments = ["priors", "update", str(write("one")), "--posterior", str(place.posterior)]
    arguments += ["--evidence", str(place.evidence)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == "[]"
