"""``memo --trace``: claims by id, tag or words, each with its chains; ``prevent-options/trace@1`` as JSON."""

from dataclasses import dataclass

from prevent_options.errors import InputError, Problem
from prevent_options.memo.chain import Link, Trail, link
from prevent_options.memo.claims import Claim, claims
from prevent_options.memo.parts import MemoContext
from prevent_options.memo.references import shown_as
from prevent_options.yamlio import nearest

ALL = "list"
"""In place of a claim: every claim with its id, without chains."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A claim with one chain for each of its references."""

    claim: Claim
    chains: tuple[Link, ...]


def trace(wanted: str, memo: MemoContext, trail: Trail, kind: str = "options") -> tuple[Traced, ...]:
    """Return the claims that are meant, each with its chains.

    Parameters
    ----------
    wanted
        ``list``; the id of a claim; a tag of the memo such as ``R:SUB-007``; or some words of one or more claims.
    memo, trail, kind
        The memo, where its chains are followed, and the kind of memo.

    Raises
    ------
    InputError
        When nothing is meant.
    """
    found = claims(memo, kind)
    if wanted == ALL:
        return tuple(Traced(claim, ()) for claim in found)
    meant = [claim for claim in found if claim.id == wanted]
    meant = meant or _tagged(wanted, trail) or _shortened(wanted, found, trail) or _said(wanted, found)
    if not meant:
        raise InputError([_nothing(wanted, found)])
    return tuple(Traced(claim, tuple(link(ref, trail) for ref in claim.refs)) for claim in meant)


def _tagged(wanted: str, trail: Trail) -> list[Claim]:
    """Return a claim that is only a tag, when it leads somewhere."""
    try:
        found = link(wanted, trail)
    except (KeyError, AttributeError):
        return []
    return [Claim(found.ref, found.text, (found.ref,))]


def _shortened(wanted: str, found: tuple[Claim, ...], trail: Trail) -> list[Claim]:
    """Return the tags that print as what is wanted: studies are printed up to their year."""
    if ":" not in wanted:
        return []
    refs = dict.fromkeys(ref for claim in found for ref in claim.refs if shown_as(ref) == wanted)
    return [claim for ref in refs for claim in _tagged(ref, trail)]


def _said(wanted: str, found: tuple[Claim, ...]) -> list[Claim]:
    """Return the claims that hold the words, whatever their case and spacing."""
    words = _plain(wanted)
    return [claim for claim in found if words and words in _plain(claim.text)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-").split())


def _nothing(wanted: str, found: tuple[Claim, ...]) -> Problem:
    near = nearest(wanted, [claim.id for claim in found], 3)
    return Problem(
        "--trace",
        0,
        "claim",
        f"no claim {wanted!r} in this memo",
        "the id of a claim, a tag of the memo such as R:SUB-007, or words of a claim",
        f"did you mean {', '.join(near)}?" if near else f"--trace {ALL} shows every claim with its id",
    )


def trace_json(found: tuple[Traced, ...], trail: Trail) -> dict[str, object]:
    """Return claims and chains as plain data (``prevent-options/trace@1``)."""
    return {
        "schema": "prevent-options/trace@1",
        "case": trail.assessment.case,
        "draws": trail.assessment.draws,
        "seed": trail.assessment.seed,
        "claims": [
            {
                "id": one.claim.id,
                "text": one.claim.text,
                "references": list(one.claim.refs),
                "chains": [_data(chain) for chain in one.chains],
            }
            for one in found
        ],
    }


def _data(chain: Link) -> dict[str, object]:
    return {
        "reference": chain.ref,
        "kind": chain.what,
        "text": chain.text,
        "facts": dict(chain.facts),
        "file": chain.file,
        "behind": [_data(further) for further in chain.behind],
    }
