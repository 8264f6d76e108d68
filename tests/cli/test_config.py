"""Defaults from a file and the environment: the command line wins, then the environment, then the file."""

import json
from pathlib import Path

import pytest

from prevent_options.cli.app import run


@pytest.fixture
def case(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Stand in a folder of its own, and return a case."""
    monkeypatch.chdir(tmp_path)
    return str(root / "cases" / "nic-2023.yaml")


def ranked(case: str, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    """Return the result of ``rank``."""
    assert run(["rank", case, "--format", "json", *arguments]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def config(text: str, name: str = "prevent-options.toml") -> None:
    """Write a configuration file into the current folder."""
    Path(name).write_text(text, encoding="utf-8")


def test_the_first_that_speaks_wins(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Command line, environment, the command's table, the table of defaults, the option's own default."""
    config("[defaults]\ndraws = 200\nseed = 5\nworkers = 1\n")
    assert (ranked(case, capsys)["draws"], ranked(case, capsys)["seed"]) == (200, 5)
    config("[defaults]\ndraws = 200\n[rank]\ndraws = 210\n")
    assert ranked(case, capsys)["draws"] == 210
    monkeypatch.setenv("PREVENT_OPTIONS_RANK_DRAWS", "220")
    assert ranked(case, capsys)["draws"] == 220
    assert ranked(case, capsys, "--draws", "230")["draws"] == 230


def test_the_variable_names_another_file(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file by another name, for cron; one that is missing is bad input."""
    config("[rank]\ndraws = 240\n", "november.toml")
    monkeypatch.setenv("PREVENT_OPTIONS_CONFIG", "november.toml")
    assert ranked(case, capsys)["draws"] == 240
    monkeypatch.setenv("PREVENT_OPTIONS_CONFIG", "nowhere.toml")
    assert run(["rank", case]) == 2
    assert "PREVENT_OPTIONS_CONFIG" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[rank]\ndrows = 200\n", "draws"),
        ("[bach]\nworkers = 2\n", "batch"),
        ("[rank\n", "TOML"),
        ("[rank]\ndraws = 'many'\n", "draws"),
        ("[defaults]\nnonsense = 400\n", "defaults.nonsense: no such option"),
        ("defaults = 3\n", "expected a table"),
        ("[cases]\ntop = 3\n", "[cases.draft]"),
        ("[cases.draft]\ntopp = 3\n", "cases.draft.topp: no such option; nearest: top"),
        ("[cases.drafft]\ntop = 3\n", "cases.drafft: no such command; nearest: draft"),
        ("[evidence.import.ushmm]\ndry = true\n", "nearest: dry-run"),
    ],
)
def test_a_bad_file_says_what_is_wrong(text: str, words: str, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, with the nearest word that would be right."""
    config(text)
    assert run(["rank", case]) == 2
    assert words in capsys.readouterr().err


def test_every_wrong_line_of_a_file_is_named_at_once(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables of other commands too: a line without effect is never silent."""
    config("draws = 3\n[defaults]\nnonsense = 400\n[batch]\nworkres = 2\n[cases.new]\ntop = 3\n")
    assert run(["rank", case]) == 2
    told = capsys.readouterr().err
    assert [word for word in ("draws", "defaults.nonsense", "batch.workres", "cases.new.top") if word not in told] == []
    Path("prevent-options.toml").write_bytes("[rank]\n# Zürich\ndraws = 200\n".encode("latin-1"))
    assert run(["rank", case]) == 2
    assert "save it as UTF-8" in capsys.readouterr().err


def test_commands_of_a_command_have_defaults(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Their own table, and the common one."""
    assert case
    config('[rules.list]\nkind = "eligibility"\n')
    assert run(["rules", "list"]) == 0
    assert "guidance" not in capsys.readouterr().out
    config('[defaults]\nkind = "guidance"\n')
    assert run(["rules", "list"]) == 0
    assert "eligibility" not in capsys.readouterr().out


def test_a_batch_may_be_configured_whole(case: str) -> None:
    """Flags and lists too; the option's long name is the key."""
    Path("cases").mkdir()
    Path("cases/nic.yaml").write_bytes(Path(case).read_bytes())
    config('[batch]\nworkers = 0\ndraws = 200\nquiet = true\nmemos = true\nsweep = ["nhri.accreditation=A,B"]\n')
    assert run(["batch", "cases", "-o", "out"]) == 0
    assert Path("out/memos/nic-2023.md").is_file()
    assert Path("out/robust.csv").is_file()
