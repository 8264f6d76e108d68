"""Posterior draws as they ship: read with NumPy only, sampled never.

Draws of what was observed are stored; draws of what was not (a tool without studies, an outcome nobody measured, a
perpetrator no study tells apart) come from the population the model fitted, with noise that depends only on the name
of the cell.
"""

from prevent_options.posterior.files import DRAWS_FILE
from prevent_options.posterior.manifest import BodyCounts
from prevent_options.posterior.store import Posterior, load_posterior

__all__ = ["DRAWS_FILE", "BodyCounts", "Posterior", "load_posterior"]
