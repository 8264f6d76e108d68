"""A density as what nutpie samples: C functions where nutpie takes them, else Python functions that call them.

nutpie hands C functions to its sampler for PyMC models only. The class it does that with has no underscore and asks
for nothing of PyMC, but no page of nutpie's describes it: hence the second way, which gives the same draws more slowly.
The lock file pins nutpie.
"""

from collections.abc import Callable

import numpy as np
from nutpie.compiled_pyfunc import from_pyfunc
from nutpie.sample import CompiledModel

from prevent_options.model.data import Ints, Reals
from prevent_options.model.native import copy_function, density_function, evaluate

VECTOR = "vector"
"""The name under which draws of all coordinates come back."""

type Start = Callable[[int], Reals]
"""Gives a point to start from, by seed."""


def model_of(words: Ints, size: int, start: Start) -> CompiledModel:
    """Return the density of some words, with vectors kept as they are.

    Parameters
    ----------
    words
        What ``packed.packed`` made; must not change while there is a model of it.
    size
        Number of coordinates.
    start
        Gives a point to start from, by seed.
    """
    try:
        return _by_c_functions(words, size, start)
    except (ImportError, TypeError):  # another nutpie: the class went, or asks for other things
        return _by_python(words, size, start)


def _by_c_functions(words: Ints, size: int, start: Start) -> CompiledModel:
    from nutpie.compile_pymc import CompiledPyMCModel  # noqa: PLC0415 - may be missing from another nutpie

    return CompiledPyMCModel(
        dims=None,
        compiled_logp_func=density_function(),
        compiled_expand_func=copy_function(),
        initial_point_func=start,
        shared_data={},
        shared_var_keys={},
        user_data=words,
        n_expanded=size,
        shape_info=([VECTOR], [None], [(size,)]),
        logp_func=None,
        expand_func=None,
        _n_dim=size,
        _shapes={VECTOR: (size,)},
        _coords={},
    )


def _by_python(words: Ints, size: int, start: Start) -> CompiledModel:
    density_function()  # compiles, before there are threads
    return from_pyfunc(
        size,
        lambda: lambda x: evaluate(x, words),
        lambda *_: lambda x: {VECTOR: np.array(x)},
        [np.dtype(np.float64)],
        [(size,)],
        [VECTOR],
        make_initial_point_fn=start,
    )
