"""References: where the statements of a memo come from.

A *reference* says where a statement comes from: ``D`` model draws of this run, ``D:<tool>`` those of one tool,
``D:<tool>/<perpetrator>/<tactic>`` those of its effect on one tactic, ``D:<tool>/<perpetrator>/<from>/<to>/<through>``
those of one move, ``J`` judgement stated in the method card, ``J:<name>`` one stated in ``priors/assumptions.yaml``,
``C`` the case file without a named source, ``R:<id>`` a rule, ``E:<id>`` a study or table, ``S:<id>`` a source of the
case, ``T:<id>`` an entry of the tool catalogue. Each has a place in the annexes.
"""

import re

DRAWS, JUDGEMENT, CASE = "D", "J", "C"
_TO_YEAR = re.compile(r"E:.*?[0-9]{4}(?![0-9])")


def drawn(*of: str) -> str:
    """Return the reference to the draws of a tool, of its effect on one tactic, or of one move."""
    return f"{DRAWS}:{'/'.join(of)}"


def shown_as(reference: str) -> str:
    """Return a reference as the memo prints it: figures and judgements by their letter, studies up to their year."""
    if reference.startswith((f"{DRAWS}:", f"{JUDGEMENT}:")):
        return reference[0]
    study = _TO_YEAR.match(reference)
    return study[0] if study else reference


def place(reference: str) -> str:
    """Return the reference whose place in the annexes a reference leads to: single judgements share one."""
    return JUDGEMENT if reference.startswith(f"{JUDGEMENT}:") else reference
