"""Next steps in the first 30 days: what any choice needs, told with the gaps and signs of this case."""

from prevent_options.memo.frame import Frame
from prevent_options.memo.judgements import find_out
from prevent_options.memo.language import marked, said
from prevent_options.memo.parts import Line
from prevent_options.memo.references import CASE, JUDGEMENT, drawn
from prevent_options.memo.words import counted


def steps(frame: Frame, worth: tuple[Line, ...] = (), *, listed_here: bool = True) -> tuple[Line, ...]:
    """Return dated steps; who takes each is for the deciding office to fill in, so none is named.

    ``listed_here`` says whether the memo itself lists what is to be found out first; the brief does not.
    """
    if not frame.chosen:
        text = said("By day 10: check the facts by which every tool is left out, and run the case again.")
        return (Line(text, (CASE, JUDGEMENT)),)
    first = frame.chosen[0]
    label = frame.label(first.tool)
    named = len(find_out(frame, worth)) - 1
    message = marked(
        "By day 10: ask for what is to be found out first ({facts} above)."
        if listed_here
        else "By day 10: ask for what is to be found out first ({facts} in the option memo)."
    )
    ask = said(message, facts=counted(named, "{n} item", "{n} items"))
    counting = said(
        "By day 15: have an independent source measure today's level of {label}'s sign of success.", label=label
    )
    return (
        Line(said("By day 5: choose; confirm owner, authority and funds, which may have changed."), (JUDGEMENT,)),
        *([Line(ask, (CASE,))] if named else []),
        Line(counting, (drawn(first.tool),)),
        Line(
            said("Before acting: agree on the level of its sign of failure at which {label} stops.", label=label),
            (drawn(first.tool),),
        ),
        Line(said("By day 30: run the case again with what was learned, and report what moved."), (JUDGEMENT,)),
    )
