"""The report of all checks as one HTML page with pictures, that asks for nothing."""

import base64
from collections.abc import Iterable
from html import escape

from matplotlib.figure import Figure

from prevent_options.validation.check import CheckReport
from prevent_options.validation.leave_out import LIMIT
from prevent_options.validation.pictures import k_hats, picture_bytes, ranks, scaled
from prevent_options.validation.predictive import CellCheck
from prevent_options.validation.sensitivity import THRESHOLD

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#111}"
    "table{border-collapse:collapse;font-size:.85rem}td,th{padding:.15rem .6rem;text-align:left;"
    "border-bottom:1px solid #ccc}img{max-width:100%}.out{font-weight:bold}"
)


def _picture(figure: Figure, words: str) -> str:
    data = base64.b64encode(picture_bytes(figure, "png")).decode()
    return f'<img alt="{escape(words)}" src="data:image/png;base64,{data}">'


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _cells(values: Iterable[str], mark: str = "in") -> str:
    return f"<tr class={mark}>" + "".join(f"<td>{escape(value)}</td>" for value in values) + "</tr>"


def _row(cell: CellCheck) -> str:
    spans = [f"{low} to {high}" for low, high in (cell.posterior, cell.prior)]
    found = f"{cell.observed} of {cell.n}"
    return _cells([cell.body, cell.outcome, cell.direction, found, *spans], "in" if cell.inside else "out")


def _calibration(report: CheckReport) -> str:
    return (
        "<h2>Ranks of true values among their draws</h2><p>Parameters were drawn from the prior, findings from the "
        "model, and the model was fitted to them. If the computation is right each histogram is flat; grey is where "
        "99 percent of bars fall then.</p>" + _picture(ranks(report.calibration.ranks), "Rank histograms by parameter")
    )


def _sensitivity(report: CheckReport) -> str:
    rows = [
        _cells(
            [s.tool, f"{s.mean + 0.0:+.2f}", f"{s.own:.2f}", f"{s.shared:.2f}", f"{s.findings:.2f}", s.sentence],
            "out" if s.verdict == "conflict" else "in",
        )
        for s in report.sensitivities
    ]
    heads = ("tool", "mean, log rate ratio", "own prior", "shared priors", "findings", "in words")
    return (
        "<h2>How much does each tool hang on its prior?</h2><p>How far the effect of a tool moves when a part of what "
        f"it is made from is given a little more or less weight; from {THRESHOLD:g} on it matters (power scaling, "
        "doi 10.1007/s11222-023-10366-5). Bold: prior and findings pull apart.</p>"
        + _picture(scaled(report.sensitivities), "Sensitivity to prior and findings by tool")
        + _table(heads, rows)
    )


def _left_out(report: CheckReport) -> str:
    rows = [
        _cells([part.part, name, f"{k:.2f}"], "out") for part in report.left_out for name, k in part.failing.items()
    ]
    lines = "".join(f"<li>{escape(part.sentence)}.</li>" for part in report.left_out)
    return (
        "<h2>Each observation left out</h2><p>By importance sampling, without fitting again. Where k-hat is above "
        f"{LIMIT:g} this does not hold: the cell carries its own level almost alone.</p><ul>{lines}</ul>"
        + _picture(k_hats(report.left_out), "k-hat of every observation")
        + _table(("part", "does not hold for", "k-hat"), rows)
    )


def page(report: CheckReport) -> str:
    """Return the report as one HTML page that asks for nothing."""
    verdicts = "".join(
        f"<li><b>{name}: {'passed' if report.verdicts[name] else 'NOT PASSED'}</b>. {escape(sentence)}</li>"
        for name, sentence in report.sentences.items()
    )
    heads = ("body", "outcome", "direction", "found", "posterior predictive, 90%", "prior predictive, 90%")
    examples = [_cells([a.title, a.call, f"{a.difference:.1e}"]) for a in report.agreement]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Check of the priors</title>'
        f"<style>{_STYLE}</style><h1>Are the priors computed right?</h1><ul>{verdicts}</ul>"
        f"{_calibration(report)}{_sensitivity(report)}{_left_out(report)}"
        "<h2>Would findings like ours come out again?</h2><p>Bold: the number found lies outside the posterior "
        f"predictive interval.</p>{_table(heads, map(_row, report.cells))}"
        "<h2>Published examples beside metafor</h2>"
        f"{_table(('example', 'call', 'largest difference'), examples)}</html>\n"
    )
