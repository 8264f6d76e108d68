"""Make the tile grid of the world: every country one tile, as near as can be to where it lies, none twice.

Places are those of ``zone.tab`` of the IANA time zone database (public domain): the first place listed for a country.
"""

import re
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

ROOT = Path(__file__).resolve().parents[2]
ZONES = Path("/usr/share/zoneinfo/zone.tab")
COLUMNS, ROWS = 30, 18
SOUTH, NORTH = -50.0, 68.0
WEST, EAST = -120.0, 180.0
_PLACE = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?([+-])(\d{3})(\d{2})(?:\d{2})?")
# The first place of a country that spans zones is not always near its middle; and no country but one lies there.
MIDDLES = {"RU": (60, 80), "US": (40, -98), "CA": (58, -100), "AU": (-25, 134), "BR": (-10, -52), "KZ": (48, 67)}
MIDDLES |= {
    "XK": (42.6, 21),
    "CN": (34, 103),
    "MX": (23, -102),
    "ID": (-3, 115),
    "CL": (-33, -70),
    "AR": (-35, -65),
    "CD": (-3, 23),
}

_TERRITORIES = """
AI AQ AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR
RE SH SJ SX TC TF TK UM VA VG VI WF YT
"""
TERRITORIES = frozenset(_TERRITORIES.split())
"""Codes without a tile; a case there is listed below the grid."""


def places() -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of each country in degrees."""
    found: dict[str, tuple[float, float]] = {}
    for line in ZONES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, place = line.split("\t")[:2]
        match = _PLACE.fullmatch(place)
        if match is not None and code not in found:
            south, lat, lat_min, west, lon, lon_min = match.groups()
            latitude = (int(lat) + int(lat_min) / 60) * (-1 if south == "-" else 1)
            found[code] = (latitude, (int(lon) + int(lon_min) / 60) * (-1 if west == "-" else 1))
    return found | MIDDLES


def grid(codes: list[str]) -> dict[str, tuple[int, int]]:
    """Return column and row of each country's tile."""
    where = places()
    wanted = np.array([_scaled(*where[code]) for code in codes])
    tiles = np.array([(x, y) for y in range(ROWS) for x in range(COLUMNS)])
    cost = ((wanted[:, None, :] - tiles[None]) ** 2).sum(axis=2)
    rows, chosen = linear_sum_assignment(cost)
    return {codes[i]: (int(tiles[j][0]), int(tiles[j][1])) for i, j in zip(rows, chosen, strict=True)}


def _scaled(latitude: float, longitude: float) -> tuple[float, float]:
    x = (longitude - WEST) / (EAST - WEST) * (COLUMNS - 1)
    return x, (NORTH - latitude) / (NORTH - SOUTH) * (ROWS - 1)


def main() -> int:
    """Print the grid as the text that ``batch/tiles.py`` holds."""
    sys.path.insert(0, str(ROOT / "src"))
    from prevent_options.yamlio.countries import ALPHA3_OF_ALPHA2

    chosen = grid(sorted(set(ALPHA3_OF_ALPHA2) - TERRITORIES))
    words = [f"{ALPHA3_OF_ALPHA2[code]}{x:02}{y:02}" for code, (x, y) in chosen.items()]
    for start in range(0, len(words), 15):
        sys.stdout.write(" ".join(words[start : start + 15]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
