"""Confidence in a tool's figure, from stated criteria: amount, directness and agreement of evidence, and unknown facts.

high      at least 10 studies behind bodies that fit the tool (relevance 0.7 or more), half of the findings on violence
          against civilians itself, two thirds agreeing in direction, fewer than a tenth of the case's facts unknown
moderate  at least 5 studies, relevance 0.5 or more, half agreeing in direction, fewer than a third of facts unknown
low       everything else

The thresholds are judgement; they are kept here and nowhere else.
"""

from typing import NamedTuple

from prevent_options.assess.types import Confidence
from prevent_options.catalogues import Tool
from prevent_options.effects.grid import Grid
from prevent_options.posterior import Posterior


class Grounds(NamedTuple):
    """What confidence rests on."""

    studies: float  # studies behind the tool's bodies, each weighted by relevance
    relevance: float  # of the closest body
    direct: float  # share of findings on violence against civilians itself
    agreeing: float  # share of findings in the most frequent direction
    unknown: float  # share of the case's facts that are unknown


def confidence(tool: Tool, posterior: Posterior, unknown: float) -> tuple[Confidence, tuple[str, ...]]:
    """Return the level of confidence and its reasons in words.

    Parameters
    ----------
    tool, posterior
        The tool, and what stands behind its bodies of evidence.
    unknown
        Share of the facts of the case that are unknown.
    """
    grounds = _grounds(tool, posterior, unknown)
    return _level(grounds), _reasons(grounds)


def _grounds(tool: Tool, posterior: Posterior, unknown: float) -> Grounds:
    """Collect the grounds for one tool; shares are weighted by relevance and number of findings."""
    counts = [(link.relevance, posterior.counts(link.body)) for link in tool.bodies]
    findings = sum(r * c.findings for r, c in counts)
    return Grounds(
        studies=sum(r * c.studies for r, c in counts),
        relevance=max(link.relevance for link in tool.bodies),
        direct=sum(r * c.findings * c.share_direct for r, c in counts) / findings if findings else 0.0,
        agreeing=sum(r * c.findings * c.share_agreeing for r, c in counts) / findings if findings else 0.0,
        unknown=unknown,
    )


def _level(grounds: Grounds) -> Confidence:
    if (
        grounds.studies >= 10
        and grounds.relevance >= 0.7
        and grounds.direct >= 0.5
        and grounds.agreeing >= 2 / 3
        and grounds.unknown < 0.1
    ):
        return "high"
    if grounds.studies >= 5 and grounds.relevance >= 0.5 and grounds.agreeing >= 0.5 and grounds.unknown < 1 / 3:
        return "moderate"
    return "low"


def _reasons(grounds: Grounds) -> tuple[str, ...]:
    """Say the grounds in words; a tool without studies says only that."""
    if not grounds.studies:
        return ("no study of this tool or of one like it was found",)
    return (
        f"about {grounds.studies:.0f} studies count towards it after weighting by relevance",
        f"its closest body of evidence fits it to {grounds.relevance:.0%}",
        f"{grounds.direct:.0%} of findings are on violence against civilians itself",
        f"{grounds.agreeing:.0%} of findings share the most frequent direction",
        f"{grounds.unknown:.0%} of the facts of the case are unknown",
    )


def evidence_ids(tool: Tool, grid: Grid, posterior: Posterior) -> tuple[str, ...]:
    """Return the studies and tables that stand behind a tool in this case."""
    families = sorted({pair.family for pair in grid.pairs})
    return tuple(
        sorted(
            {name for link in tool.bodies for family in families for name in posterior.evidence_ids(link.body, family)}
        )
    )
