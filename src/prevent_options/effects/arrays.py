"""Array types of the numerical layers. T tools, K pairs, D draws."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float32]
"""Single precision, the type of the hot path and of the shipped draws."""

type Mask = bool | NDArray[np.bool_]
"""One truth for all draws, or one for each of D draws."""
