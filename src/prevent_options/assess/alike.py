"""Cases alike in everything an assessment reads: one is assessed, the others are told with its figures.

Drafts from public data often say the same of several countries. What names a case, and where its facts come from,
moves no figure; its country does only through the tests of it that rules make. So cases that agree in the rest, and in
the truth of these tests, have the same figures, and only what those rules read is put into words anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from prevent_options.assess.findings import case_rules, tool_rules
from prevent_options.assess.knowledge import Knowledge
from prevent_options.assess.types import Assessment, RuleFinding
from prevent_options.json_text import json_text
from prevent_options.profile import CaseProfile, as_document
from prevent_options.rules import RuleBook, evaluate, sample_world
from prevent_options.rules.conditions import Condition, FactTest, fact_tests
from prevent_options.rules.reading import satisfies

COUNTRY: Final = "country"
NAMING: Final = frozenset({"id", "title", COUNTRY, "sources", "notes"})
"""Fields of a case that no figure depends on; of its country only what rules test."""
_AROUND: Final = frozenset({"value", "sources", "confidence"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """What decides whether two cases have the same figures, for one set of rules and one way to draw.

    Attributes
    ----------
    knowledge
        Rules, posterior and catalogues.
    book
        Those rules in force that read the country.
    tests
        All tests of the country, those that tell of factors included.
    """

    knowledge: Knowledge
    book: RuleBook
    tests: tuple[FactTest, ...]

    def agreement(self, profile: CaseProfile) -> str:
        """Return a text that two cases share only when they agree in everything an assessment reads."""
        document = {key: _plain(value) for key, value in as_document(profile).items() if key not in NAMING}
        document["perpetrators"] = [_nameless(actor) for actor in _items(document["perpetrators"])]
        return json_text({"passes": [satisfies(test, profile.country) for test in self.tests], "case": document})

    def told_as(self, earlier: Assessment, profile: CaseProfile) -> Assessment:
        """Return the assessment of a case from that of one which agrees with it.

        Parameters
        ----------
        earlier
            The other case, assessed.
        profile
            The case.
        """
        world = sample_world(profile, self.knowledge.fact_priors, draws=earlier.draws, seed=earlier.seed)
        said = evaluate(self.book, profile, world, self.knowledge.catalogues.tools.values())
        return earlier._replace(
            case=profile.id,
            title=profile.title,
            tools=tuple(
                tool._replace(rules=_anew(tool.rules, tool_rules(said.of(tool.tool), {}))) for tool in earlier.tools
            ),
            rules=_anew(earlier.rules, case_rules(said)),
        )


def likeness(knowledge: Knowledge, rules_as_of: date | None) -> Likeness:
    """Return what makes cases alike under the rules of a day."""
    book = knowledge.rules_in_force(rules_as_of)
    reading = tuple(rule for rule in book.rules if _of_country(rule.when))
    conditions = [*(rule.when for rule in reading), *book.factor_conditions.values()]
    return Likeness(knowledge, book.only(reading), tuple(test for one in conditions for test in _of_country(one)))


def _of_country(condition: Condition) -> tuple[FactTest, ...]:
    """Return the tests of the country in a condition."""
    return tuple(test for test in fact_tests(condition) if test.path == COUNTRY)


def _anew(told: tuple[RuleFinding, ...], fresh: tuple[RuleFinding, ...]) -> tuple[RuleFinding, ...]:
    """Return what rules say with some of it told anew, in its order."""
    by_id = {rule.id: rule for rule in fresh}
    return tuple(by_id.get(rule.id, rule) for rule in told)


def _plain(node: object) -> object:
    """Return plain data without where facts come from: ``{value: low, sources: [s1]}`` is ``low``."""
    if isinstance(node, Mapping):
        if "value" in node and node.keys() <= _AROUND:
            return _plain(node["value"])
        return {key: _plain(value) for key, value in node.items()}
    return [_plain(item) for item in node] if isinstance(node, (list, tuple)) else node


def _nameless(actor: object) -> object:
    """Return a perpetrator without the name he is told by; his id is what figures hang on."""
    return {key: value for key, value in actor.items() if key != "name"} if isinstance(actor, Mapping) else actor


def _items(node: object) -> list[object]:
    return list(node) if isinstance(node, (list, tuple)) else []
