"""Value of information: what the choice would gain if something were known before it is made.

    EVPI      = E max_t U_t − max_t E U_t                       everything known
    EVPPI(x)  = E max_t E[U_t | x] − max_t E U_t                x known: a fact, or a group of parameters
    EVSI(y)   = E max_t E[U_t | y] − max_t E U_t                y seen: what a study of x would show

t are the tools that may be chosen, U their utility by draw (larger is better; doing nothing has 0 where change is what
counts). E[U | x] is the mean of a stratum where x is a fact, and a regression on a basis of x where it is continuous.

Estimator. Differences δ_t to the best choice of today are regressed on an orthonormal basis, Ê[δ | x] = Q C. Noise in C
makes the plain estimate too high, most where x says nothing. So each block of the basis (straight, bent, products) is
left out unless it clearly moves some option, and shrunk as James and Stein do, s = 1 − (p − 2) σ² / Σ C²; what bias is
left is measured by drawing the noise of C again and taken off. The mean of a maximum is never below the maximum of
the means, so the estimate is never negative. Its error adds the noise of C and that of the draws.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

type Doubles = NDArray[np.float64]

REDRAWS = 24
"""How often the noise of the coefficients is drawn again: enough for an error good to a seventh."""
CLEAR = 3.3
"""Normal deviate of chi-squared (Wilson and Hilferty) above which a block of the basis clearly moves an option: once in
2,000 by chance, since some forty options are looked at at once."""
NEGLIGIBLE = 1e-4
"""Length below which a column of length one adds nothing to those before it."""
KNOTS = (0.2, 0.4, 0.6, 0.8)
MOST_COLUMNS = 6
"""Directions kept of a group of many parameters; the largest principal components."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of information, in units of the utility, and its Monte Carlo standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Basis:
    """An orthonormal basis of D draws.

    Attributes
    ----------
    columns
        Shape (D, p); the first column is constant.
    blocks
        First column of each block that is shrunk as one, from 1 on, and the end.
    """

    columns: Doubles
    blocks: tuple[int, ...]


def evpi(utility: Doubles) -> Value:
    """Return the value of knowing everything.

    Parameters
    ----------
    utility
        Shape (T, D), larger is better.
    """
    means = utility.mean(axis=1)
    gain = utility.max(axis=0) - utility[int(np.argmax(means))]
    return Value(max(0.0, float(gain.mean())), float(gain.std() / np.sqrt(gain.size)))


def strata(*facts: NDArray[np.bool_]) -> Basis:
    """Return the basis of facts: one column a value, so that a regression on one fact gives the means of its strata.

    Parameters
    ----------
    *facts
        In which draws each fact has each value, shape (D, q); several add up, each in a block of its own.
    """
    return _orthonormal([np.asarray(fact, dtype=np.float64) for fact in facts])


def smooth(parameters: Doubles) -> Basis:
    """Return the basis of a group of continuous parameters: straight lines, bends at quantiles, products.

    Parameters
    ----------
    parameters
        Shape (D, q).
    """
    directions = principal(parameters, MOST_COLUMNS)
    count = directions.shape[1]
    bends = [directions**2, directions**3]
    bends += [np.clip(directions - knot, 0.0, None) for knot in np.quantile(directions, KNOTS, axis=0)]
    blocks = [directions, np.concatenate(bends, axis=1)]
    if count > 1:
        first, second = np.triu_indices(count, 1)
        blocks.append(directions[:, first] * directions[:, second])
    return _orthonormal(blocks)


def joined(groups: Sequence[Doubles]) -> Basis:
    """Return the basis of many groups of continuous parameters at once: lines and squares of each, in its own blocks.

    Parameters
    ----------
    groups
        Each of shape (D, q).
    """
    directions = [principal(group, MOST_COLUMNS) for group in groups]
    return _orthonormal([*directions, *(lines**2 for lines in directions)])


def principal(parameters: Doubles, most: int) -> Doubles:
    """Return standardised parameters, or their largest principal components where there are more than ``most``."""
    centred = parameters - parameters.mean(axis=0)
    spread = centred.std(axis=0)
    moving = spread > 1e-9
    scaled = centred[:, moving] / spread[moving]
    if scaled.shape[1] <= most:
        return np.asarray(scaled)
    values, vectors = np.linalg.eigh(scaled.T @ scaled / len(scaled))
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(len(vectors))]
    vectors = vectors * np.sign(largest)  # which way an eigenvector points is left to the library
    kept = np.asarray(scaled @ vectors[:, ::-1][:, :most])
    return np.asarray(kept / np.sqrt(np.maximum(values[::-1][:most], 1e-12)))


def _orthonormal(blocks: Sequence[Doubles]) -> Basis:
    """Orthonormalise blocks one after the other; columns that add nothing are dropped."""
    draws = len(blocks[0])
    done = np.full((draws, 1), 1.0 / np.sqrt(draws))
    ends = [1]
    for block in blocks:
        rest = block - block.mean(axis=0)
        rest = rest / np.maximum(np.linalg.norm(rest, axis=0), 1e-12)
        for _ in range(2):  # once more, because rounding leaves what the first pass was to remove
            rest = _turned(rest - done @ (done.T @ rest))
        done = np.concatenate([done, rest], axis=1)
        ends.append(done.shape[1])
    return Basis(done, tuple(ends))


def _turned(columns: Doubles) -> Doubles:
    """Return orthonormal columns that span the same space; columns that add less than NEGLIGIBLE are dropped."""
    turned, sizes = np.linalg.qr(columns)
    along = np.diag(sizes)
    return np.asarray((turned * np.sign(along))[:, np.abs(along) > NEGLIGIBLE])


def evppi(utility: Doubles, basis: Basis, rng: np.random.Generator, raw: Doubles | None = None) -> Value:
    """Return the value of knowing what a basis spans.

    Parameters
    ----------
    utility
        Shape (T, D), larger is better.
    basis
        Of a fact (:func:`strata`) or of parameters (:func:`smooth`).
    rng
        Source of the redrawn noise.
    raw
        Utilities before they were steadied, whose spread the means still carry; the same as ``utility`` when None.
    """
    raw = utility if raw is None else raw
    delta = utility - utility[int(np.argmax(utility.mean(axis=1)))]
    columns = basis.columns
    coefficients = delta @ columns
    free = max(1, columns.shape[0] - columns.shape[1])
    left = np.maximum((delta**2).sum(axis=1) - (coefficients**2).sum(axis=1), 0.0) / free
    shrink = _shrinkage(coefficients, left, basis.blocks)
    fitted = (coefficients * shrink) @ columns.T
    rivals = np.flatnonzero(fitted.max(axis=1) > 0.0)
    if not len(rivals):
        return Value(0.0, 0.0)
    plain = _gain(fitted[rivals])
    whole = raw[rivals] - raw[int(np.argmax(utility.mean(axis=1)))]
    rest = delta[rivals] - coefficients[rivals] @ columns.T
    noise = _redrawn(_root(whole, 1), _root(rest, columns.shape[1]), shrink[rivals], basis, rng)
    drawn = np.array([_gain(fitted[rivals] + extra).mean() for extra in noise])
    value = max(0.0, float(2.0 * plain.mean() - drawn.mean()))
    return Value(value, float(np.hypot(drawn.std(), plain.std() / np.sqrt(plain.size))))


def _gain(fitted: Doubles) -> Doubles:
    """Return, by draw, how much the best choice given the information beats the best choice of today, shape (D,)."""
    return np.asarray(np.maximum(fitted.max(axis=0), 0.0) - max(0.0, float(fitted.mean(axis=1).max())))


def _shrinkage(coefficients: Doubles, variance: Doubles, blocks: tuple[int, ...]) -> Doubles:
    """Return the factor of every coefficient, shape (T, p): 1 for the mean; 0 in blocks that move no option clearly."""
    out = np.ones_like(coefficients)
    for start, end in pairwise(blocks):
        out[:, start:end] = factor((coefficients[:, start:end] ** 2).sum(axis=1), variance, end - start)[:, None]
    return out


def factor(squares: Doubles, variance: Doubles, width: int) -> Doubles:
    """Return by how much the coefficients of one block are shrunk for each option, shape (T,).

    Parameters
    ----------
    squares, variance
        Sum of the squares of the block's coefficients, and variance of each, both of shape (T,).
    width
        Number of its columns.
    """
    if not width:
        return np.ones_like(squares)
    signal = squares / np.maximum(variance, 1e-300)
    bound = width * (1.0 - 2.0 / (9.0 * width) + CLEAR * np.sqrt(2.0 / (9.0 * width))) ** 3
    shrink = np.clip(1.0 - max(1.0, width - 2.0) / np.maximum(signal, 1e-300), 0.0, 1.0)
    return np.asarray(shrink if signal.max() > bound else np.zeros_like(signal))


def _redrawn(
    of_means: Doubles, of_rest: Doubles, shrink: Doubles, basis: Basis, rng: np.random.Generator
) -> Iterable[Doubles]:
    """Yield noise of fitted values as the draws would give it again, shape (T, D), in pairs of opposite sign."""
    for _ in range(REDRAWS // 2):
        normals = rng.standard_normal(shrink.shape)
        noise = of_rest @ normals * shrink
        noise[:, 0] = of_means @ normals[:, 0]
        extra = noise @ basis.columns.T
        yield extra
        yield -extra


def _root(rows: Doubles, fitted: int) -> Doubles:
    """Return a root of the covariance of rows of draws from which some coefficients were fitted, shape (T, T)."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    return root_of(centred @ centred.T / max(1, rows.shape[1] - fitted))


def root_of(covariance: Doubles) -> Doubles:
    """Return a lower triangular root of a covariance, which may be flat in some directions."""
    slack = 1e-12 * (1.0 + np.trace(covariance))
    return np.linalg.cholesky(covariance + slack * np.eye(len(covariance)))


def steadied(utility: Doubles, independent: Doubles) -> Doubles:
    """Return utilities without the part that parameters explain linearly, means kept; shape (T, D).

    Facts are drawn independently of parameters, so what parameters explain has the same mean in every stratum of a fact
    and is noise for its value: taking it off leaves the value alone and makes its error smaller.
    """
    basis = _orthonormal([principal(independent, 40)]).columns[:, 1:]
    return np.asarray(utility - (utility @ basis) @ basis.T)


def nested(values: Mapping[str, Value], inside: Mapping[str, Iterable[str]], most: Value) -> dict[str, Value]:
    """Return values that respect nesting: who knows more never knows less, and nobody more than everything.

    Parameters
    ----------
    values
        Value of each group.
    inside
        For each group the groups it contains.
    most
        Value of knowing everything.
    """
    out = {name: min(value, most, key=lambda one: one.value) for name, value in values.items()}
    for name in sorted(inside, key=lambda group: len(list(inside[group]))):
        out[name] = max([out[name], *(out[part] for part in inside[name])], key=lambda one: one.value)
    return out


def study(effect: Doubles, sd: float, noise: Doubles) -> Doubles:
    """Return what a study of an effect would show: the truth of each draw plus its error, shape (D,).

    Parameters
    ----------
    effect
        The effect, shape (D,).
    sd
        Standard error of the study.
    noise
        Standard normal, shape (D,); the same for every size of study, so that sizes can be compared.
    """
    return effect + sd * noise
