"""Cases assessed one after the other in one process; the last ones are kept for cases that agree with them."""

from collections import OrderedDict
from functools import cached_property

from prevent_options.assess import Assessment, DrawnCase, Knowledge, draw_case, summary
from prevent_options.assess.alike import Likeness, likeness
from prevent_options.batch.entries import digest_of
from prevent_options.batch.settings import Settings
from prevent_options.profile import CaseProfile

KEPT = 16
"""Assessments a process keeps, 0.6 MB each: alike cases are given to it one soon after the other."""


class Assessor:
    """Assesses cases with the knowledge and settings of a batch.

    Parameters
    ----------
    knowledge
        Rules, posterior and catalogues.
    settings
        What results depend on besides.
    """

    def __init__(self, knowledge: Knowledge, settings: Settings) -> None:
        self.knowledge, self.settings = knowledge, settings
        self._kept: OrderedDict[str, Assessment] = OrderedDict()

    @cached_property
    def _likeness(self) -> Likeness:
        return likeness(self.knowledge, self.settings.rules_as_of)

    def __call__(self, case: CaseProfile) -> tuple[Assessment, DrawnCase | None]:
        """Return the assessment of a case, and its draws where more is to be worked out than the ranking.

        Raises
        ------
        InputError
            When more draws are asked for than are shipped.
        """
        if self.settings.beyond:
            drawn = self._drawn(case)
            return summary(case, self.knowledge, drawn), drawn
        key = digest_of(self._likeness.agreement(case))
        if (earlier := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return self._likeness.told_as(earlier, case), None
        found = summary(case, self.knowledge, self._drawn(case))
        self._keep(key, found)
        return found, None

    def _drawn(self, case: CaseProfile) -> DrawnCase:
        one = self.settings
        return draw_case(case, self.knowledge, draws=one.draws, seed=one.seed, rules_as_of=one.rules_as_of)

    def _keep(self, key: str, found: Assessment) -> None:
        """Keep an assessment, and let the one go that was not asked for longest."""
        self._kept[key] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
