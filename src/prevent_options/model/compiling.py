"""Compiles a model so that the same seed gives the same draws in every process.

PyTensor keeps compiled pieces in a folder. A piece compiled just now is inlined by LLVM, one read back is linked; with
fast mathematics, which lets a compiler add up in any order, the two differ in the last digit, and after a hundred
transitions in the first. Without it they are the same to the bit.
"""

import nutpie
import pymc as pm
import pytensor
from nutpie.sample import CompiledModel


def compile_model(model: pm.Model) -> CompiledModel:
    """Return the compiled model; sums are in the order they are written in."""
    with pytensor.config.change_flags(numba__fastmath=False):
        return nutpie.compile_pymc_model(model)
