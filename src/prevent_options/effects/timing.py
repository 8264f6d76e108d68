"""Time: how much of the horizon is left once a tool acts."""

from collections.abc import Sequence

import numpy as np

from prevent_options.catalogues import Tool
from prevent_options.effects.arrays import Floats

Z95 = 1.6448536
"""Standard normal point above which 5 percent lie."""


def acting_share(tools: Sequence[Tool], horizon_months: int, noise: Floats) -> Floats:
    """Return the share of the horizon during which each of T tools acts, shape (T, D).

    The months until it acts are log-normal with the catalogue's two times as 5 and 95 percent points. Before that the
    tool changes nothing; averaged over the horizon, its log effect is this share of its full one.

    Parameters
    ----------
    tools
        Their lead times.
    horizon_months
        Length of the horizon.
    noise
        Standard normal numbers, shape (T, D).
    """
    low, high = np.log(np.array([tool.lead_time.months for tool in tools], dtype=np.float32)).T[:, :, None]
    spread = (high - low) / np.float32(2 * Z95)
    delay = np.exp((low + high) / np.float32(2.0) + spread * noise)
    return np.asarray(np.clip(np.float32(1.0) - delay / np.float32(horizon_months), np.float32(0.0), np.float32(1.0)))
