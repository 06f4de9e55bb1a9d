"""The coverage table as a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.coverage.predictions import theory_of
from tests.coverage.scenarios import Case, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.coverage.study import Row

HEAD = """# How often the intervals are right

Bias, coverage and size of every estimator, in worlds where it is right and in worlds where theory
says that it is not. Made by

    python3 packaging/dev.py coverage

(`--runs {runs}`): seeds 0, 1, 2 ... The effect is 0 at even seeds and 0.5 at odd ones; the
outcome has a standard deviation of 1. Uses of one world share its draws, so that their errors go
together. `tests/simulate.py` draws the worlds, `scenarios.py` says which, `predictions.py` what
theory says of each row and why, in numbers where it has them. `test_coverage.py` holds every row of
`table.csv` to that, and makes the first 30 runs of some rows again.

- bias: mean of estimate less truth, with its Monte Carlo standard error
- coverage: share of runs whose 95 % interval holds the truth, with the Monte Carlo standard error
- size: share of the runs without an effect that reject it at 5 %
- s.e. / s.d.: mean standard error over the standard deviation of the estimates
- refused: runs in which the model refused the data
"""


def write_page(rows: list[Row], scenarios: Mapping[str, Scenario], path: Path, runs: int) -> None:
    """Write a section for each scenario, one line an estimator."""
    text = HEAD.format(runs=runs)
    for name, scenario in scenarios.items():
        lines = [_line(row) for row in rows if row.scenario == name]
        if lines:
            text += f"\n## {name[0].upper()}{name[1:]}: {scenario.words}\n\n" + TITLES
            text += "".join(lines)
    path.write_text(text, encoding="utf-8")


TITLES = (
    "| estimator | theory | bias | coverage % | size % | s.e. / s.d. | runs | refused | why |\n"
    "|---|---|---|---|---|---|---|---|---|\n"
)


def _line(row: Row) -> str:
    theory = theory_of(Case(row.use, row.scenario))
    said = row.theory
    if theory.bias is not None:
        said += f" by {abs(theory.bias):.2f}"
    if theory.coverage is not None:
        said += f" ({100 * theory.coverage:.1f} %)"
    cells = (
        row.use,
        said,
        f"{row.bias:+.3f} ({row.bias_mcse:.3f})",
        f"{100 * row.coverage:.1f} ({100 * row.coverage_mcse:.1f})",
        f"{100 * row.size:.1f}",
        f"{row.mean_std_error / row.sd_estimates:.2f}",
        f"{row.runs}",
        f"{row.failed}" if row.failed else "",
        theory.why,
    )
    return f"| {' | '.join(cells)} |\n"
