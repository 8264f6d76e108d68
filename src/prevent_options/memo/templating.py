"""The templates of the page: sandboxed, strict about what is missing, escaping everything they are given."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from prevent_options.errors import InputError, Problem
from prevent_options.memo.chart import efforts, forest, signed
from prevent_options.memo.flow import flow
from prevent_options.memo.language import decimal, percent, said
from prevent_options.memo.parts import MemoContext
from prevent_options.memo.pictures import heat, tornado, value, waterfall
from prevent_options.memo.references import place, shown_as
from prevent_options.memo.safe import anchor, clean, page_text
from prevent_options.memo.words import signed_points
from prevent_options.paths import data_dir


class Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, asked once for each attribute of each type, on which alone its answer depends."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as its parent
        super().__init__(**options)
        self._answers: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - as its parent
        """Say whether a template may read an attribute."""
        asked = (type(obj), attr)
        if asked not in self._answers:
            self._answers[asked] = super().is_safe_attribute(obj, attr, value)
        return self._answers[asked]


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of one folder before the shipped ones."""

    engine: Sandbox
    folder: Path | None

    def render(self, name: str, context: MemoContext, traced_in: str = "") -> str:
        """Return the text of a template; where it has no annexes, every reference leads to ``traced_in``.

        Raises
        ------
        InputError
            When a template of the user is damaged; the shipped ones are held by tests.
        """
        try:
            return self.engine.get_template(name).render(memo=context, language=context.language, traced_in=traced_in)
        except (TemplateError, SecurityError, TypeError, RecursionError) as error:
            if self.folder is None:
                raise
            raise InputError([self._problem(name, error)]) from error

    def _problem(self, name: str, error: Exception) -> Problem:
        line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
        wrong = error.name if isinstance(error, TemplateSyntaxError) and error.name else name
        return Problem(
            str((self.folder or Path()) / wrong),
            line,
            "template",
            f"cannot be used ({clean(str(error))})",
            "a template that prints values of the memo",
            "compare it with the shipped template of the same name",
        )


def _require_templates(folder: Path) -> None:
    """Refuse a folder that would change nothing, which is never what its author meant."""
    names = {path.name for path in data_dir("templates").iterdir() if path.is_file()}
    if folder.is_dir() and any((folder / name).is_file() for name in names):
        return
    found = "no template under a shipped name" if folder.is_dir() else "no such folder"
    expected = "a folder with templates such as options.html.j2 or memo.css"
    todo = "name the files as in the shipped folder" if folder.is_dir() else "name an existing folder"
    raise InputError([Problem(str(folder), 0, "templates", found, expected, todo)])


@cache
def environment(folder: Path | None) -> Templates:
    """Return the templates; they can read values and nothing else. A folder of the user goes before the shipped one.

    Raises
    ------
    InputError
        When the folder does not exist, or has no template under the name of a shipped one.
    """
    if folder is not None:
        _require_templates(folder)
    places = [*([folder] if folder else []), data_dir("templates")]
    engine = Sandbox(
        loader=ChoiceLoader([FileSystemLoader(place) for place in places]),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=html_value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    engine.globals.clear()
    pictures: dict[str, Callable[..., Markup]] = {
        "forest": forest,
        "efforts": efforts,
        "waterfall": waterfall,
        "heat": heat,
        "flow": flow,
        "tornado": tornado,
        "value": value,
    }
    engine.globals.update(pictures)
    engine.globals["_"] = said
    engine.filters.update({"tags": tags, "anchor": anchor, "address": address, "capital": capital})
    engine.filters.update({"change": change_in_percent, "points": points, "rise": rise})
    engine.filters["step"] = signed_points
    return Templates(engine, folder)


def text(value: object) -> str:
    """Return text or a whole number as text; a missing value or a bare float is an error, never a word."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises, with the name of what is missing
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"a memo prints text and whole numbers, not {value!r}")
    return str(value)


def html_value(value: object) -> Markup:
    """Return a value for the page; braces are written so that no later template engine reads them."""
    if isinstance(value, Markup):
        return value
    return page_text(text(value))


def capital(value: str) -> str:
    """Return text with a capital at its head."""
    return value[:1].upper() + value[1:]


def change_in_percent(value: float | None) -> str:
    """Return a change in percent, signed; a dash where there is none."""
    return "\N{EN DASH}" if value is None else signed(value)


def rise(value: float) -> str:
    """Return a log rate ratio as a rise in percent with one decimal: most moves are small."""
    return percent("+", 100 * math.expm1(value), 1)


def points(value: float) -> str:
    """Return percentage points with one decimal, as the spoken language writes it."""
    return decimal(value, 1)


@pass_context
def tags(context: Context, refs: tuple[str, ...]) -> Markup:
    """Return references as small links into the annexes: of those that read the same the first, each letter once."""
    return _links(refs, str(context.get("traced_in") or ""))


@lru_cache(maxsize=8192)
def _links(refs: tuple[str, ...], elsewhere: str) -> Markup:
    """Return references as links; all of them lead elsewhere where a kind of memo has no annexes."""
    shown = {shown_as(ref): anchor(elsewhere or place(ref)) for ref in reversed(refs)}
    found, kinds = [*shown.items()][::-1], list(dict.fromkeys(ref[0] for ref in refs))
    links, before = [], ""
    for ref, there in sorted(found, key=lambda item: kinds.index(item[0][0])):
        text = ref[2:] if before == ref[:2] and len(ref) > 2 else ref
        links.append(Markup('<a href="#{}">{}</a>').format(there, html_value(text)))
        before = ref[:2]
    return Markup(' <span class="refs">[{}]</span>').format(Markup(", ").join(links)) if links else Markup()


def address(value: str) -> Markup:
    """Return a web address as a link; other text stays text."""
    if not value.startswith(("http://", "https://")):
        return html_value(value)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(value, value)
