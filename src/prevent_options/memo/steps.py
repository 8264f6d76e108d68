"""Next steps in the first 30 days: what any choice needs, filled with the owners, gaps and signs of this case."""

from prevent_options.memo.choice import bad_sign, good_sign
from prevent_options.memo.frame import Frame
from prevent_options.memo.judgements import find_out
from prevent_options.memo.language import said
from prevent_options.memo.parts import CASE, DRAWS, JUDGEMENT, Line
from prevent_options.memo.words import counted


def steps(frame: Frame) -> tuple[Line, ...]:
    """Return dated steps; who takes each is for the deciding office to fill in, so none is named."""
    if not frame.chosen:
        text = said("By day 10: check the facts by which every tool is left out, and run the case again.")
        return (Line(text, (CASE, JUDGEMENT)),)
    first = frame.chosen[0]
    label = frame.label(first.tool)
    sources = tuple(f"T:{tool.tool}" for tool in frame.chosen)
    gaps = find_out(frame)
    named = len(gaps) - 1
    risen, rules = bad_sign(first, frame)
    told = [
        Line(
            said("By day 5: choose, and confirm owner, authority and funds of the options, which may have changed."),
            sources,
        ),
        Line(
            said("By day 15: count today's level, by an independent source, of what option {label} should lower.", label=label)
            + f" {good_sign(first, frame)}",
            (DRAWS,),
        ),
        Line(
            said("Before acting: agree what stops option {label}. Sign that it fails: {sign}", label=label, sign=risen),
            rules,
        ),
        Line(
            said("By day 30: run the case again with what was learned, and report what moved."),
            (JUDGEMENT,),
        ),
    ]
    if named:
        what = counted(named, "{n} fact", "{n} facts")
        text = said("By day 10: ask for what is to be found out first ({facts} above).", facts=what)
        told.insert(1, Line(text, (CASE,)))
    return tuple(told)
