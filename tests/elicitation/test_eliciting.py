"""Asking experts: every one kept, pooled as stated, told in words, and counted beside the evidence."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from click.testing import CliRunner

from prevent_options.catalogues import load_catalogues
from prevent_options.cli.app import run
from prevent_options.cli.priors_command import command
from prevent_options.elicitation.fitting import fit_answer, pool, stated_quantiles
from prevent_options.elicitation.run import elicit, parse_question
from prevent_options.elicitation.statements import chances, implied
from prevent_options.errors import InputError
from prevent_options.evidence import load_store
from prevent_options.evidence.statement import Expert, Question
from prevent_options.evidence.store import load_statement

EXAMPLE = "docs/examples/elicitation.yaml"


def expert(label: str = "one", weight: float = 1.0, **answer: object) -> Expert:
    """Return one expert's answer."""
    return Expert.model_validate(
        yaml.safe_load(yaml.safe_dump({"label": label, "weight": str(weight), **_text(answer)}))
    )


def _text(value: object) -> object:
    """Return numbers as the text that a file holds."""
    if isinstance(value, dict):
        return {str(key): _text(inner) for key, inner in value.items()}
    return [_text(inner) for inner in value] if isinstance(value, list) else str(value)


def normal(mean: float, sd: float, **more: object) -> Expert:
    """Return an expert whose belief is a normal on the log scale."""
    z = {5: -1.6449, 25: -0.6745, 50: 0.0, 75: 0.6745, 95: 1.6449}
    return expert(quantiles={p: round(float(np.expm1(mean + sd * k)), 6) for p, k in z.items()}, **more)


def question(**changes: object) -> Question:
    """Return a question about prosecutions with two experts, with fields changed."""
    answers = {"quantiles": {"5": "-0.4", "50": "-0.1", "95": "0.1"}}
    data = {
        "schema": "prevent-options/elicitation@1",
        "id": "test",
        "body": "prosecutions",
        "outcome": "lethal",
        "perpetrator": "state",
        "asked": "How much?",
        "year": "2026",
        "experts": [{"label": "a", **answers}, {"label": "b", **answers}],
    }
    return parse_question({key: value for key, value in {**data, **changes}.items() if value is not None})


@pytest.mark.parametrize(("mean", "sd"), [(-0.2, 0.1), (0.0, 0.3), (0.3, 0.05)])
def test_quantiles_of_a_normal_give_that_normal_back(mean: float, sd: float) -> None:
    """What an expert believes is what is fitted."""
    answer = fit_answer(normal(mean, sd))
    assert answer.family == "normal"
    assert answer.distribution.mean() == pytest.approx(mean, abs=0.005)
    assert answer.distribution.std() == pytest.approx(sd, rel=0.03)


def test_lopsided_quantiles_give_a_skewed_distribution_that_keeps_them() -> None:
    """One chance in twenty of much more violence is not averaged away."""
    answer = fit_answer(expert(quantiles={5: -0.28, 25: -0.19, 50: -0.1, 75: 0.05, 95: 0.4}))
    assert answer.family == "skewed normal"
    assert answer.worst_miss < 0.06
    assert answer.distribution.mean() > np.log1p(-0.1)


def test_answers_no_family_fits_are_told() -> None:
    """Almost certain of a tenth less, one chance in twenty of half as much again: the words point at the picture."""
    odd = [{"label": "a", "quantiles": {"5": "-0.15", "50": "-0.1", "95": "0.5"}}]
    done = elicit(question(experts=odd), "test", load_catalogues(), 0.35)
    assert any("misses what was said" in line for line in done.words)


def test_a_roulette_is_read_by_its_chips() -> None:
    """Half of the chips below a bin's edge put the median there; empty bins hold nothing."""
    levels, values = stated_quantiles(expert(roulette={"low": -0.5, "high": 0.5, "chips": [0, 2, 2, 0]}))
    assert np.expm1(values[levels == 0.5])[0] == pytest.approx(0.0, abs=1e-6)
    assert np.expm1(values[0]) == pytest.approx(-0.225, abs=1e-6)


def test_the_pool_weighs_as_stated_and_keeps_disagreement() -> None:
    """The mean is the weighted mean; two experts who differ make a wider pool than either."""
    answers = [fit_answer(normal(-0.4, 0.1, label="a", weight=3)), fit_answer(normal(0.2, 0.1, label="b"))]
    whole = pool(answers)
    assert whole.mean == pytest.approx(0.75 * -0.4 + 0.25 * 0.2, abs=0.01)
    assert whole.sd == pytest.approx((0.1**2 + 0.75 * 0.25 * 0.6**2) ** 0.5, rel=0.03)
    assert whole.below(0.0) == pytest.approx(0.75, abs=0.02)
    assert whole.quantile(0.5) < -0.2


def test_what_is_implied_is_said_in_words() -> None:
    """A normal at −0.1 ± 0.078 leaves one chance in ten that things get worse."""
    words = implied(pool([fit_answer(normal(-0.1, 0.078))]))
    assert words[0] == "You are saying one chance in ten that it makes things worse."
    assert "violence falls by a fifth or more" in words[1]


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.001, "less than one chance in a hundred"),
        (0.05, "one chance in 20"),
        (0.25, "one chance in four"),
        (0.5, "five chances in ten"),
        (0.9, "nine chances in ten"),
        (0.999, "more than 99 chances in a hundred"),
    ],
)
def test_probabilities_are_told_as_chances(probability: float, words: str) -> None:
    """People weigh chances better than decimals."""
    assert chances(probability) == words


def test_a_statement_on_a_tool_is_read_through_its_main_body_and_less_surely() -> None:
    """The spread grows by what the body's relevance leaves open; a tool that withdraws turns the sign."""
    catalogues = load_catalogues()
    asked = question(body=None, tool="visa_ban_7031c")
    done = elicit(asked, "test", catalogues, transport_sd=0.35)
    reads, link = done.statement.reads_as, max(catalogues.tools["visa_ban_7031c"].bodies, key=lambda b: b.relevance)
    assert reads.body == link.body
    assert reads.spread == pytest.approx(np.hypot(done.whole.sd, 0.35 * (1 - link.relevance)), abs=1e-3)
    assert any("other tools that draw on it move too" in line for line in done.words)
    withdrawn = elicit(question(body=None, tool="leahy_withhold"), "test", catalogues, transport_sd=0.35)
    assert withdrawn.statement.reads_as.log_ratio == pytest.approx(-withdrawn.whole.mean, abs=1e-3)


def test_experts_who_disagree_are_named() -> None:
    """A pool must not hide that one expects harm and another help."""
    differ = [
        {"label": "a", "quantiles": {"5": "-0.5", "50": "-0.4", "95": "-0.3"}},
        {"label": "b", "quantiles": {"5": "0.1", "50": "0.2", "95": "0.3"}},
    ]
    done = elicit(question(experts=differ), "test", load_catalogues(), 0.35)
    assert any(line.startswith("Experts disagree: a expects") for line in done.words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tool": "visa_ban_7031c"}, "exactly one of them"),
        ({"body": "prosecution"}, "unknown body"),
        ({"outcome": "weather"}, "outcome"),
        ({"experts": [{"label": "a"}]}, "either quantiles or roulette"),
        ({"experts": [{"label": "a", "quantiles": {"5": "0", "50": "-0.1", "95": "0.1"}}]}, "must rise"),
        ({"experts": [{"label": "a", "quantiles": {"5": "0", "95": "0.1"}}]}, "at least three"),
        ({"experts": [{"label": "a", "quantiles": {"5": "-1.2", "50": "0", "95": "0.1"}}]}, "quantiles"),
        (
            {"experts": [{"label": "a", "roulette": {"low": "0.2", "high": "0", "chips": ["1", "1", "1"]}}]},
            "low must be below high",
        ),
        (
            {"experts": [{"label": "a", "roulette": {"low": "0", "high": "1", "chips": ["0", "9", "0"]}}]},
            "at least two",
        ),
    ],
)
def test_answers_that_make_no_sense_are_refused(changes: dict[str, object], words: str) -> None:
    """Each in words that say what to change."""
    with pytest.raises(InputError, match=words):
        elicit(question(**changes), "test", load_catalogues(), 0.35)


def test_the_command_writes_a_statement_that_the_model_reads_beside_all_else(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file is read by the store; every size that was there still is, and no study more is counted."""
    import shutil

    from prevent_options.evidence import summarise
    from prevent_options.model.data import model_data

    monkeypatch.chdir(tmp_path)
    assert run(["priors", "elicit", str(root / EXAMPLE), "--picture", "out.png"]) == 0
    told = capsys.readouterr().out
    assert "You are saying" in told
    assert "and stays" in told
    assert Path("out.png").stat().st_size > 10_000
    path = tmp_path / "expert-example-visa-bans.yaml"
    statement = load_statement(path)
    assert [e.label for e in statement.question.experts] == [f.label for f in statement.fitted]
    shutil.copytree(root / "priors" / "evidence", tmp_path / "evidence")
    before = load_store(tmp_path / "evidence")
    (tmp_path / "evidence" / "experts").mkdir()
    shutil.copy(path, tmp_path / "evidence" / "experts" / path.name)
    after = load_store(tmp_path / "evidence")
    assert set(before.quantified) < set(after.quantified)
    assert len(model_data(after).sizes) == len(model_data(before).sizes) + 1
    assert summarise(after) == summarise(before)
    assert after.digest != before.digest


def test_the_same_answers_give_the_same_bytes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File and picture."""
    monkeypatch.chdir(tmp_path)
    seen = set()
    for _ in range(2):
        assert run(["priors", "elicit", str(root / EXAMPLE), "--picture", "out.svg"]) == 0
        seen.add((Path("expert-example-visa-bans.yaml").read_bytes(), Path("out.svg").read_bytes()))
    assert len(seen) == 1


def test_another_name_for_the_file_is_refused_and_nothing_is_written(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ids are names of files; a picture needs a kind that can be written."""
    monkeypatch.chdir(tmp_path)
    assert run(["priors", "elicit", str(root / EXAMPLE), "-o", "mine.yaml"]) == 2
    assert "expert-example-visa-bans.yaml" in capsys.readouterr().err
    assert run(["priors", "elicit", str(root / EXAMPLE), "--picture", "out.bmp"]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_earlier_statement_is_left_alone(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers may be mended and read again; whatever else has the name stays."""
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "expert-example-visa-bans.yaml"
    target.write_text("notes of mine", encoding="utf-8")
    assert run(["priors", "elicit", str(root / EXAMPLE)]) == 2
    assert "holds something else" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "notes of mine"


def test_what_the_answers_leave_open_is_told(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A weight nobody stated, studies experts had in mind; a future year and an unknown tool are refused at once."""
    monkeypatch.chdir(tmp_path)
    text = (root / EXAMPLE).read_text(encoding="utf-8").replace("    weight: 2\n", "")
    text = text.replace("informed_by: []", "informed_by: [stoop2018-doddfrank, nobody2020]")
    Path("q.yaml").write_text(text, encoding="utf-8")
    assert run(["priors", "elicit", "q.yaml"]) == 0
    told = capsys.readouterr().out
    assert "No weight was stated for diplomat with postings in the region: counted as 1." in told
    assert "Counted twice if added: stoop2018-doddfrank" in told
    assert "nothing counts twice: nobody2020" in told
    bad = text.replace("year: 2026", "year: 2090").replace("tool: visa_ban_7031c", "tool: visa_bans")
    Path("q.yaml").write_text(bad, encoding="utf-8")
    assert run(["priors", "elicit", "q.yaml"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [["q.yaml:5", "tool"], ["q.yaml:9", "year"]]


def test_it_asks_on_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers in order, defaults by an empty line, two experts."""
    monkeypatch.chdir(tmp_path)
    one = ["first", "", "-0.3", "-0.1", "0.1", "1", "because"]
    two = ["second", "roulette", "-0.4", "0.4", "0 2 3 1", "3", ""]
    answers = ["", "asked", "icc_referral", "", "state", "", "2026", *one, "yes", *two, ""]
    done = CliRunner().invoke(command, ["elicit"], input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    statement = load_statement(tmp_path / "expert-asked.yaml")
    assert [float(expert.weight) for expert in statement.question.experts] == [1.0, 3.0]
    assert statement.question.experts[1].roulette is not None


def test_experts_informed_by_a_study_that_counts_are_told_apart(root: Path) -> None:
    """The check of the store says that a study would count twice."""
    from prevent_options.evidence.check import check_store

    store = load_store(root / "priors" / "evidence")
    asked = question(informed_by=[store.studies[0].id])
    done = elicit(asked, "test", load_catalogues(), 0.35)
    problems = check_store(store.adding([done.statement], {}))
    assert [problem.path for problem in problems] == ["question.informed_by"]
