"""Country-years are read with every problem named by its row, and what is left out is counted. Codes are made up."""

from pathlib import Path

import numpy as np
import pytest

from prevent_options.errors import InputError
from prevent_options.panel.read import read_panel
from prevent_options.panel.words import TACTICS

HEADER = "country,iso_a3,year,polpris,disap,tort,kill\n"


def lines(*, turned: bool = False) -> list[str]:
    """Return forty country-years in which nearly nobody disappears and the tactics go together."""
    rows = []
    for number in range(40):
        bad = number % 8 == 0
        codes = [0, 0, 0, 0] if bad else [1 if number % 3 else 2, 2, 1, 2]
        codes = [2 - code for code in codes] if turned else codes
        rows.append(f"Land {number // 10},L{number // 10},{1990 + number % 10},{','.join(map(str, codes))}")
    return rows


def written(folder: Path, rows: list[str], header: str = HEADER) -> Path:
    """Return a file with rows."""
    path = folder / "panel.csv"
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def problems(path: Path, **options: object) -> str:
    """Return the error that reading a file raises."""
    with pytest.raises(InputError) as caught:
        read_panel(path, **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_higher_is_better_is_turned_into_severity(tmp_path: Path) -> None:
    """The code 0, frequent, is severity 2."""
    panel = read_panel(written(tmp_path, lines()))
    assert panel.countries == ("Land 0", "Land 1", "Land 2", "Land 3")
    assert np.all(panel.severity[0, 0] == 2)
    assert panel.report.used == 40


def test_the_other_direction_is_asked_about_and_never_guessed(tmp_path: Path) -> None:
    """A file coded the other way round is refused until the user says so, then read."""
    path = written(tmp_path, lines(turned=True))
    assert "--higher-is" in problems(path)
    turned = read_panel(path, higher_is="worse")
    straight = read_panel(written(tmp_path, lines()))
    assert np.array_equal(turned.severity, straight.severity)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Land 0,L0,1990,2,2,2,2", ["panel.csv:42: country: Land 0 1990 stands in row 2 too"]),
        ("Other,L0,1990,2,2,2,2", ["panel.csv:42: iso_a3: L0 1990 is Land 0 in row 2 and Other here"]),
        ("Land 9,L9,1990,2,2,1.5,2", ["panel.csv:42: tort: '1.5'", "0, 1 or 2"]),
        ("Land 9,L9,1990,2,2,3,2", ["panel.csv:42: tort: '3'"]),
        ("Land 9,L9,soon,2,2,2,2", ["panel.csv:42: year: 'soon'"]),
        (",L9,1990,2,2,2,2", ["panel.csv:42: country: empty"]),
    ],
)
def test_bad_rows_are_named(row: str, words: list[str], tmp_path: Path) -> None:
    """Duplicates, two states under one code, codes that are no levels, years that are none."""
    message = problems(written(tmp_path, [*lines(), row]))
    assert [word for word in words if word not in message] == [], message


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    """Two bad rows, two problems."""
    message = problems(written(tmp_path, [*lines(), "Land 9,L9,1990,9,2,2,2", "Land 9,L9,soon,2,2,2,2"]))
    assert len(message.splitlines()) == 2


def test_a_missing_tactic_is_a_counted_exclusion(tmp_path: Path) -> None:
    """An empty cell leaves the country-year out and says so; a missing column is an error."""
    panel = read_panel(written(tmp_path, [*lines(), "Land 9,L9,1990,2,,2,2"]))
    assert panel.report.left_out == {"a tactic has no code": 1}
    assert "1 country-years" in " ".join(panel.report.lines())
    header = HEADER.replace(",kill", "")
    assert "no column kill" in problems(written(tmp_path, [row.rsplit(",", 1)[0] for row in lines()], header))


def test_another_source_by_its_columns(tmp_path: Path) -> None:
    """Columns are mapped by name; direction then has to be said."""
    header = HEADER.replace("tort", "torture_score")
    path = written(tmp_path, lines(), header)
    columns = {"tort": "torture_score"}
    assert "--higher-is" in problems(path, columns=columns)
    assert read_panel(path, columns, "better").report.used == 40


def test_same_year_changes_go_together_in_all_six_pairs(shared: Path) -> None:
    """The known pattern: in CIRIGHTS every two tactics change in the same direction on average."""
    severity = read_panel(shared / "data" / "repression" / "cirights_1981_2010.csv").severity
    change = np.diff(severity, axis=1).reshape(-1, len(TACTICS))
    change = change[~np.isnan(change).any(axis=1)]
    correlations = np.corrcoef(change.T)[np.triu_indices(len(TACTICS), 1)]
    assert (correlations > 0).all()
    assert len(correlations) == 6


def test_disappearances_fall_and_imprisonment_rises_next_year(shared: Path) -> None:
    """One-sided, with own history and all levels: after a fall of disappearances, not after a rise."""
    severity = read_panel(shared / "data" / "repression" / "cirights_1981_2010.csv").severity
    fall, rise = falls_and_rises(severity)
    assert fall[0] > 2 * fall[1]
    assert abs(rise[0]) < 2 * rise[1]


def falls_and_rises(severity: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return estimate and clustered error for a fall and for a rise of disappearances, on imprisonment a year later."""
    imprisonment, disappearance = TACTICS.index("polpris"), TACTICS.index("disap")
    rows, country, year = [], [], []
    for c in range(severity.shape[0]):
        for t in range(2, severity.shape[1]):
            if not np.isnan(severity[c, t - 2 : t + 1]).any():
                step = severity[c, t - 2, disappearance] - severity[c, t - 1, disappearance]
                lags = (*severity[c, t - 1], severity[c, t - 2, imprisonment])
                rows.append((severity[c, t, imprisonment], max(step, 0), max(-step, 0), *lags))
                country.append(c)
                year.append(t)
    data, country, year = np.array(rows), np.array(country), np.array(year)
    for _ in range(30):  # country and year effects are taken out by turns
        for group in (country, year):
            sums = np.stack([np.bincount(group, column) for column in data.T], axis=1)
            data = data - (sums / np.maximum(np.bincount(group), 1)[:, None])[group]
    x, y = data[:, 1:], data[:, 0]
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    scores = x * (y - x @ beta)[:, None]
    clusters = np.stack([np.bincount(country, column) for column in scores.T], axis=1)
    error = np.sqrt(np.diag(inverse @ clusters.T @ clusters @ inverse))
    return (float(beta[0]), float(error[0])), (float(beta[1]), float(error[1]))
