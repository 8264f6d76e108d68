"""A copy of the priors that a test may change, and study files to add."""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from prevent_options.catalogues import Catalogues, load_catalogues


@dataclass(frozen=True)
class Place:
    """Folders of a copy of the priors."""

    posterior: Path
    evidence: Path

    def bytes(self) -> dict[str, bytes]:
        """Return every file of both folders."""
        files = (path for folder in (self.posterior, self.evidence) for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.posterior.parent)): path.read_bytes() for path in files}


@pytest.fixture
def place(root: Path, tmp_path: Path) -> Place:
    """Return a copy of the posterior and the evidence that ship."""
    for name in ("posterior", "evidence"):
        shutil.copytree(root / "priors" / name, tmp_path / "priors" / name)
    return Place(tmp_path / "priors" / "posterior", tmp_path / "priors" / "evidence")


@pytest.fixture(scope="session")
def catalogues() -> Catalogues:
    """Return the catalogues that ship."""
    return load_catalogues()


type Write = Callable[..., Path]


@pytest.fixture
def write(root: Path, tmp_path: Path) -> Write:
    """Return a function that writes a study like a shipped one under a name of its own, with lines replaced."""

    def study(name: str, like: str = "armand2020-radio-defection-lra", **lines: str) -> Path:
        text = (root / "priors" / "evidence" / "studies" / f"{like}.yaml").read_text(encoding="utf-8")
        fields = {"id": name, "citation": f"{name.title()}, A. (2024). A study of {name}", "year": "2024", **lines}
        fields = {"doi": "null", **fields}
        text = re.sub(r"^citation: >-\n(?: {2}.*\n)+", "citation: x\n", text, flags=re.MULTILINE)
        for key, value in fields.items():
            text, found = re.subn(rf"^([ -]*){key}: .*$", rf"\g<1>{key}: {value}", text, count=1, flags=re.MULTILINE)
            assert found, key
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return study
