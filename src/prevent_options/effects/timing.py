"""Time: how much of the horizon is left once a tool acts."""

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats

Z95 = 1.6448536
"""Standard normal point above which 5 percent lie."""


def acting_share(tool: Tool, horizon_months: int, noise: Floats) -> Floats:
    """Return the share of the horizon during which a tool acts, shape (D,).

    The months until it acts are log-normal with the catalogue's two times as 5 and 95 percent points. Before that the
    tool changes nothing; averaged over the horizon, its log effect is this share of its full one.

    Parameters
    ----------
    tool
        Its lead time.
    horizon_months
        Length of the horizon.
    noise
        Standard normal numbers, shape (D,).
    """
    low, high = np.log(tool.lead_time.months)
    delay = np.exp((low + high) / 2 + (high - low) / (2 * Z95) * noise)
    return np.asarray(np.clip(1.0 - delay / horizon_months, 0.0, 1.0), dtype=np.float32)
