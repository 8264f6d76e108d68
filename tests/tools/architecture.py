"""Write the table of modules in ARCHITECTURE.md from the docstrings, and the list of facts in docs/rules.md."""

import ast
import re
import sys
from pathlib import Path

from prevent_options.rules.fact_schema import markdown_table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.worked_example import text_with_figures

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "prevent_options"
TABLE = re.compile(r"(<!-- modules -->\n).*?(<!-- end of modules -->)", re.DOTALL)
FACTS = re.compile(r"(<!-- facts -->\n).*?(<!-- end of facts -->)", re.DOTALL)


def rows() -> list[str]:
    """Return one table row for each module that holds code."""
    return [
        f"| `{path.relative_to(SOURCE).as_posix()}` | {purpose(path)} |"
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name != "__init__.py"
    ]


def purpose(path: Path) -> str:
    """Return the first paragraph of a module's docstring on one line."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def text_with_table(text: str) -> str:
    """Return a document with its table of modules made anew."""
    table = "\n".join(["| module | what it is for |", "|---|---|", *rows()])
    return TABLE.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text)


def text_with_facts(text: str) -> str:
    """Return a document with its list of fact paths made anew."""
    return FACTS.sub(lambda match: f"{match[1]}{markdown_table()}\n{match[2]}", text)


def main() -> int:
    """Rewrite what is generated in ARCHITECTURE.md, docs/rules.md and docs/worked-example-rab.md."""
    example = ROOT / "docs" / "worked-example-rab.md"
    example.write_text(text_with_figures(example.read_text(encoding="utf-8")), encoding="utf-8")
    rules = ROOT / "docs" / "rules.md"
    rules.write_text(text_with_facts(rules.read_text(encoding="utf-8")), encoding="utf-8")
    path = ROOT / "ARCHITECTURE.md"
    path.write_text(text_with_table(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
