"""A memo tells at most five moves of one tool, the most harmful first, and none that no bar lets through."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from prevent_options.assess import assess, load_knowledge
from prevent_options.memo.frame import Frame
from prevent_options.memo.moves import told
from prevent_options.profile import load_case


def test_five_moves_of_a_tool_at_most(root: Path) -> None:
    """Of nine moves, the second below every bar, the first five others are told."""
    knowledge = load_knowledge()
    assessment = assess(load_case(root / "cases" / "nic-2023.yaml"), knowledge, draws=200)
    tool = next(one for one in assessment.tools if one.substitution)
    moves = tuple(tool.substitution[0]._replace(harm=1.0 - k / 10, told=k != 1) for k in range(9))
    frame = cast("Frame", SimpleNamespace(assumptions=knowledge.assumptions))
    found = told(tool._replace(substitution=moves), frame)
    assert [round(move.harm, 1) for move in found] == [1.0, 0.8, 0.7, 0.6, 0.5]
