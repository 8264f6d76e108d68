"""README and ARCHITECTURE say what is true."""

import math
import re
import shlex
from pathlib import Path

import pytest

from prevent_options.assess import load_knowledge
from prevent_options.cli.app import COMMANDS, run
from tools.architecture import text_with_table
from tools.worked_example import RECORD, predicted, text_with_figures, without_the_episode

README_TOUR = re.compile(r"<!-- tour.*?```console\n(.*?)```", re.DOTALL)


def tour(root: Path) -> list[list[str]]:
    """Return the commands of the README's tour, without the program's name."""
    block = README_TOUR.search((root / "README.md").read_text(encoding="utf-8"))
    assert block is not None
    return [shlex.split(line.removeprefix("$ "))[1:] for line in block[1].splitlines()]


def test_tour_has_ten_lines(root: Path) -> None:
    """The README promises a tour in ten lines."""
    assert len(tour(root)) == 10


def test_tour_runs_as_printed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of the tour runs in order with exit code 0 and prints something."""
    for name in ("cases", "rules", "priors", "templates"):
        (tmp_path / name).symlink_to(root / name)
    monkeypatch.chdir(tmp_path)
    for arguments in tour(root):
        assert run(arguments) == 0, arguments
        printed = capsys.readouterr()
        assert printed.out or printed.err, arguments


def test_worked_example_prints_what_the_model_says(root: Path) -> None:
    """The figures of the known episode are those of the shipped rules and posterior, without rules that cite it."""
    text = (root / "docs" / "worked-example-rab.md").read_text(encoding="utf-8")
    assert text == text_with_figures(text)


def test_worked_example_leaves_out_what_was_learned_from_it() -> None:
    """Rules that cite the episode exist and none is left; the prediction holds what happened without claiming it."""
    knowledge = load_knowledge()
    cited = {rule.id for rule in knowledge.rules.rules if RECORD in rule.sources}
    left = {rule.id for rule in without_the_episode(knowledge).rules.rules}
    assert cited
    assert not cited & left
    draws = predicted()
    assert (draws < 0).mean() > 0.5
    assert draws.min() < math.log(22 / 75) < draws.max()


def test_readme_names_every_command(root: Path) -> None:
    """The table of commands is whole."""
    text = (root / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"| `{name}` |" not in text] == []


def test_architecture_lists_every_module_with_its_own_purpose(root: Path) -> None:
    """The table of modules is what `make docs` writes."""
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert text == text_with_table(text)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Help ends the command with 0 and shows how it is used; groups show it in their subcommands."""
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    if "COMMAND [ARGS]" in text:
        for sub in re.findall(r"^  ([a-z]+) {2,}", text.partition("Commands:")[2], re.MULTILINE):
            assert run([name, sub, "--help"]) == 0
            assert "Example:" in capsys.readouterr().out, (name, sub)
    else:
        assert "Example:" in text
