"""What knowing more would be worth: plain frozen values, in units of the goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of the field that an answer would serve."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class FactValue:
    """Value of knowing one fact of the case.

    Attributes
    ----------
    fact
        Its path.
    state
        What is known now: ``unknown``, or values with their probabilities.
    read
        Whether any rule, factor or burden reads it; what nothing reads is worth nothing here.
    evppi, mc_error
        Value and its Monte Carlo standard error.
    asked
        Research question, if one is about it.
    """

    fact: str
    state: str
    read: bool
    evppi: float
    mc_error: float
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """Value of knowing one group of parameters; ``kind`` ``all`` names everything of one kind."""

    kind: str
    name: str
    evppi: float
    mc_error: float
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class StudyValue:
    """Expected value of a study of a tool with a number of cases; ``sd`` is its standard error, log rate ratio."""

    tool: str
    cases: int
    sd: float
    evsi: float
    mc_error: float
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class ValueOfInformation:
    """Everything about one case.

    Attributes
    ----------
    best, utility
        Choice of today and what it is expected to bring; ``no_change`` where no tool is expected to help.
    unit
        What one unit of value is.
    evpi, mc_error
        Value of knowing everything.
    facts, parameters, studies
        Most valuable first.
    """

    case: str
    title: str
    goal: str
    draws: int
    seed: int
    best: str
    utility: float
    unit: str
    evpi: float
    mc_error: float
    facts: tuple[FactValue, ...]
    parameters: tuple[ParameterValue, ...]
    studies: tuple[StudyValue, ...]
    warnings: tuple[str, ...]
