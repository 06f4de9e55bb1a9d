"""Runs the coverage study: every use in every scenario, many times, into one table.

    python -m tests.coverage.study [--runs 600] [--uses did gee] [--out tests/coverage]

Seeds are 0, 1, 2 ...: at even seeds the effect is 0, at odd ones half a standard deviation, so that
half of the runs show how often a true "no effect" is refused.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import studytool.models.estimators
from studytool.core.errors import ModelError
from studytool.core.progress import Silent
from studytool.core.spec import kinds
from studytool.models.draws.resample import resample
from studytool.models.result import Estimate
from studytool.models.spec import ModelSpec
from tests.coverage.predictions import theory_of
from tests.coverage.scenarios import SCENARIOS, USES, Case, list_cases
from tests.simulate import World, simulate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studytool.survey.panel import Panel

FOLDER = Path(__file__).resolve().parent
RUNS = 600
FIRST = 30
ESTIMATORS = kinds(ModelSpec, studytool.models.estimators)


@dataclass(frozen=True)
class Outcome:
    """What one run gave: error of the estimate, its standard error, and what was said of it."""

    error: float
    std_error: float
    covered: bool
    rejected: bool


@dataclass(frozen=True)
class Row:
    """One row of the table; rates are shares of 1, biases in units of the estimate.

    `coverage` is of the 95 % interval and `size` the share of runs without effect in which there
    was said to be one; `*_mcse` are Monte Carlo standard errors; `first_*` are of the first 30
    seeds, so that they can be made again at once.
    """

    use: str
    kind: str
    scenario: str
    theory: str
    runs: int
    failed: int
    bias: float
    bias_mcse: float
    coverage: float
    coverage_mcse: float
    size: float
    size_mcse: float
    mean_std_error: float
    sd_estimates: float
    first_bias: float
    first_covered: int


def world_of(case: Case, seed: int) -> World:
    """Return the world of a case at a seed: without effect at even ones."""
    return case.world if seed % 2 else replace(case.world, effect=0.0)


def judge(case: Case, panel: Panel, seed: int) -> Outcome | None:
    """Fit a case once; None where the model refuses the data."""
    use, truth = USES[case.use], world_of(case, seed).effect
    spec = ESTIMATORS[use.kind].model_validate(
        {"name": "m", "outcome": use.outcome, **case.options}
    )
    try:
        result = spec.fit(panel, seed=seed, progress=Silent())
    except ModelError:
        return None
    found = result.estimates.get(use.term)
    if not isinstance(found, Estimate):
        return None
    low, high, p = found.low, found.high, found.p
    if use.test:
        test = resample(spec, result, (), progress=Silent()).tests[use.test]
        if test.p is None:
            return None
        low = -math.inf if test.low is None else test.low
        high, p = math.inf if test.high is None else test.high, test.p
    error = found.estimate - truth
    return Outcome(error, found.std_error, bool(low <= truth <= high), bool(p < 0.05))


def measure(cases: Iterable[Case], runs: int) -> list[Row]:
    """Run cases, those of one world on the same draws."""
    worlds: dict[World, list[Case]] = defaultdict(list)
    ordered = list(cases)
    for case in ordered:
        worlds[case.world].append(case)
    found: dict[Case, list[Outcome | None]] = {case: [] for case in ordered}
    for together in worlds.values():
        for seed in range(runs):
            panel = simulate(world_of(together[0], seed), seed)
            for case in together:
                found[case].append(judge(case, panel, seed))
    return [summarise(case, found[case]) for case in ordered]


def summarise(case: Case, outcomes: list[Outcome | None]) -> Row:
    """Return the row of a case from its runs, in the order of the seeds."""
    there = [run for run in outcomes if run is not None]
    if not there:
        raise SystemExit(f"{case.use} refused every panel of {case.scenario}.")
    errors = np.array([run.error for run in there])
    null = [run for run in outcomes[::2] if run is not None]
    early = [run for run in outcomes[:FIRST] if run is not None]
    coverage = float(np.mean([run.covered for run in there]))
    size = float(np.mean([run.rejected for run in null]))
    return Row(
        use=case.use,
        kind=USES[case.use].kind,
        scenario=case.scenario,
        theory=theory_of(case).verdict,
        runs=len(outcomes),
        failed=len(outcomes) - len(there),
        bias=float(errors.mean()),
        bias_mcse=float(errors.std(ddof=1) / math.sqrt(errors.size)),
        coverage=coverage,
        coverage_mcse=math.sqrt(coverage * (1 - coverage) / len(there)),
        size=size,
        size_mcse=math.sqrt(size * (1 - size) / len(null)),
        mean_std_error=float(np.mean([run.std_error for run in there])),
        sd_estimates=float(errors.std(ddof=1)),
        first_bias=float(np.mean([run.error for run in early])),
        first_covered=sum(run.covered for run in early),
    )


def write_table(rows: list[Row], path: Path) -> None:
    """Write the rows as CSV, numbers to the last digit."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        names = [field.name for field in fields(Row)]
        writer.writerow(names)
        writer.writerows([[asdict(row)[name] for name in names] for row in rows])


def read_table(path: Path) -> list[Row]:
    """Read the rows of a table that was written by `write_table`."""
    makes = {"str": str, "int": int, "float": float}
    types = {field.name: makes[str(field.type)] for field in fields(Row)}
    with path.open(encoding="utf-8", newline="") as table:
        return [
            Row(**{name: types[name](text) for name, text in line.items()})
            for line in csv.DictReader(table)
        ]


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return the last row of each case that the study has, in its order."""
    found = {Case(row.use, row.scenario): row for row in rows}
    return [found[case] for case in list_cases() if case in found]


def main(arguments: list[str]) -> None:
    """Run the study, or some uses of it, and write its table and its page; other rows stay."""
    from tests.coverage.page import write_page

    parser = argparse.ArgumentParser(description="Bias, coverage and size of every estimator.")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of a row")
    parser.add_argument("--uses", nargs="+", choices=USES, default=list(USES), metavar="USE")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for table and page")
    asked = parser.parse_args(arguments)
    if asked.runs < 2 * FIRST:
        parser.error(f"at least {2 * FIRST} runs: the first {FIRST} of each row are kept")
    rows = measure([case for case in list_cases() if case.use in asked.uses], asked.runs)
    asked.out.mkdir(parents=True, exist_ok=True)
    there = asked.out / "table.csv"
    rows = in_order([*(read_table(there) if there.exists() else ()), *rows])
    write_table(rows, there)
    write_page(rows, SCENARIOS, asked.out / "README.md", asked.runs)
    print(f"{len(rows)} rows are in {there}")  # noqa: T201  # a command


if __name__ == "__main__":
    main(sys.argv[1:])
