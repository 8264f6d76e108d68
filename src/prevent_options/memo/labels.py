"""Names of facts: their paths in words, with perpetrators and regional actors by their names."""

from prevent_options.memo.frame import Frame
from prevent_options.memo.language import marked, said
from prevent_options.memo.words import plain
from prevent_options.yamlio.document import slug


def label_of(path: str, frame: Frame) -> str:
    """Return a fact path in words; perpetrators and regional actors by their names."""
    parts = path.split(".")
    if parts[0] == "perpetrators" and len(parts) > 2:
        who, rest = frame.perpetrator(parts[1]), parts[2:]
        if rest[0] == "tactics" and len(rest) > 2:
            return said("{fact} of {tactic} by {who}", fact=plain(rest[2]), tactic=frame.tactic(rest[1]), who=who)
        known = _REVENUE.get(".".join(rest))
        return said(known, who=who) if known else said("{fact} of {who}", fact=" ".join(map(plain, rest)), who=who)
    if parts[0] == "nhri":
        return said("{fact} of {who}", fact=plain(parts[-1]), who=said("the national human rights institution"))
    if parts[0] == "regional_actors" and len(parts) > 2:
        names = {slug(actor.name): actor.name for actor in frame.profile.regional_actors}
        return said("{fact} of {who}", fact=plain(parts[2]), who=names.get(parts[1], plain(parts[1])))
    return " ".join(plain(part) for part in parts)


_REVENUE = marked(
    {
        "revenue.substitutable": "replacement for the revenue of {who}",
        "revenue.foreign_exposure": "foreign exposure of the revenue of {who}",
        "revenue.sources": "sources of the revenue of {who}",
    }
)
