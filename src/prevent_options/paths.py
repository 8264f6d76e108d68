"""Where the data folders are: beside the code in a wheel, at the top of a checkout."""

from pathlib import Path
from typing import Literal

type DataFolder = Literal["rules", "priors", "templates", "cases"]

_PACKAGE = Path(__file__).resolve().parent


def data_dir(folder: DataFolder) -> Path:
    """Return the folder that holds the shipped rules, priors, templates or cases.

    Parameters
    ----------
    folder
        Name of the data folder.

    Returns
    -------
    pathlib.Path
        ``prevent_options/_data/<folder>`` of an installed wheel, else ``<checkout>/<folder>``.
    """
    packaged = _PACKAGE / "_data" / folder
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / folder


def code_dir() -> Path:
    """Return the folder of this package's code."""
    return _PACKAGE
