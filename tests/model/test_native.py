"""The C function of the density: kept on disk under a number of its own, and called from Python where it must be."""

import ast
from pathlib import Path

import numpy as np
import pytest
from numba.core.caching import CacheImpl

from prevent_options.evidence import load_store
from prevent_options.model import native
from prevent_options.model.data import ModelData, model_data
from prevent_options.model.sampling import Density, Effort
from prevent_options.model.scales import load_scales, values_of

FEW = Effort(2, 2, 10, 20, 1, 0.8)
MODEL = "prevent_options.model."


@pytest.fixture(scope="module")
def data(root: Path) -> ModelData:
    """Return the arrays of the evidence that ships."""
    return model_data(load_store(root / "priors" / "evidence"))


def test_another_nutpie_gives_the_same_draws(data: ModelData, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the class that takes C functions, the density is called from Python."""
    density = Density(data, values_of(load_scales(root / "priors")))
    by_c, _ = density.sample(3, FEW)
    monkeypatch.delattr("nutpie.compile_pymc.CompiledPyMCModel")
    by_python, _ = density.sample(3, FEW)
    assert all((by_c[name] == by_python[name]).all() for name in by_c)


def test_what_is_compiled_is_kept() -> None:
    """Where a folder can be written."""
    native._compile(native._COPY, native._copy)
    assert native._compile(native._COPY, native._copy).cache_hits == 1


def copies() -> bool:
    """Return whether the function that copies does, compiled now or read back."""
    x, out = np.arange(3.0), np.empty(3)
    told = native._compile(native._COPY, native._copy).ctypes(3, 3, *(native._at(row) for row in (x, out)), None)
    return told == 0 and list(out) == [0.0, 1.0, 2.0]


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """And all works."""
    monkeypatch.setattr(CacheImpl, "_locator_classes", [])
    assert copies()


@pytest.mark.parametrize("kind", ["nbi", "nbc"])
@pytest.mark.parametrize("left", [0, 40])
def test_what_is_damaged_is_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, left: int
) -> None:
    """A file that was cut stops nobody."""
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path))
    assert copies()
    for path in tmp_path.rglob(f"*.{kind}"):
        path.write_bytes(path.read_bytes()[:left])
    assert copies()


def test_the_number_hangs_on_all_code_that_is_compiled() -> None:
    """Whatever the density imports from the model is in it, and what that imports."""
    folder = Path(native.__file__).parent
    for source in native._SOURCES:
        for node in ast.walk(ast.parse((folder / source).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(MODEL):
                assert f"{(node.module or '').removeprefix(MODEL)}.py" in native._SOURCES


def test_a_step_into_nowhere_is_refused(data: ModelData, root: Path) -> None:
    """The sampler is told, and takes a smaller one."""
    density = Density(data, values_of(load_scales(root / "priors")))
    x, rooms = np.full(density.layout.size, 1e3), (np.empty(density.layout.size), np.empty(1))
    rows = [native._at(row) for row in (x, *rooms)]
    told = native.density_function().ctypes(len(x), *rows, density._words.ctypes.data)
    assert told == native._NOT_FINITE
