"""Claims of a memo with the chains behind them, as text for people."""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prevent_options.memo.chain import Link
    from prevent_options.memo.tracing import Traced

WIDTH = 110
SHORT = ("year", "doi", "address")
"""Facts of a study that stand where it is not what was asked for."""


def trace_text(found: tuple["Traced", ...]) -> str:
    """Return claims, each followed by its chains; a chain is indented under what it stands behind."""
    return "\n\n".join("\n".join(_claim(one)) for one in found)


def _claim(one: "Traced") -> Iterator[str]:
    if one.chains and one.claim.id == one.chains[0].ref:  # a tag was asked for: the chain says it all
        yield from _chain(one.chains[0], 0)
        return
    yield from _wrapped(f"{one.claim.id}  {one.claim.text}", 0)
    if not one.claim.refs:
        yield "  no figure and no source: it asks for a decision or explains the page"
    elif not one.chains:
        yield from _wrapped(f"[{', '.join(one.claim.refs)}]", 1)
    for chain in one.chains:
        yield from _chain(chain, 1)


def _chain(chain: "Link", depth: int) -> Iterator[str]:
    yield from _wrapped(f"{chain.ref}  {chain.what}: {chain.text}", depth)
    wanted = chain.facts if depth < 2 or chain.what != "study" else [f for f in chain.facts if f[0] in SHORT]
    for name, text in wanted:
        yield from _wrapped(f"{name}: {text}", depth + 1)
    if chain.file:
        yield from _wrapped(f"file: {chain.file}", depth + 1)
    for further in chain.behind:
        yield from _chain(further, depth + 1)


def _wrapped(text: str, depth: int) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent="  " * depth,
        subsequent_indent="  " * (depth + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
