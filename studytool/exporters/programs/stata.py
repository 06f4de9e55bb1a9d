"""The models as a Stata program: regress or reghdfe, and csdid for cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.exporters.programs.wording import comment, found_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.exporters.programs.cohorts import CohortRows
    from studytool.exporters.programs.rows import FittedRows

HEAD = """
version 15
set more off
* Run it from the folder it is in. reghdfe, ftools and csdid, drdid come from: ssc install NAME
"""


def stata_program(
    head: Sequence[str], models: Sequence[FittedRows], cohorts: Sequence[CohortRows]
) -> str:
    """Return the program.

    Parameters
    ----------
    head : sequence of str
        What it says first.
    models : sequence of FittedRows
        Models by least squares.
    cohorts : sequence of CohortRows
        Models of treatment that begins at several waves.
    """
    parts = [_said(head), HEAD, *(_model(one) for one in models)]
    parts += [_cohorts(one) for one in cohorts if one.kind == "callaway_santanna"]
    return "\n".join(parts) + "\n"


def _said(lines: Sequence[str]) -> str:
    """Return comments in which no slash opens a longer one."""
    return comment((line.replace("/", "|") for line in lines), "*")


def _model(rows: FittedRows) -> str:
    names = " ".join(rows.regressors.values())
    weights = f" [pweight={rows.weights}]" if rows.weights else ""
    return "\n".join(
        [
            "",
            _said([f"{rows.name}: {rows.title}", rows.equation, rows.convention]),
            f'import delimited using "data/{rows.stem}.csv", clear asdouble',
            f"{_command(rows, names, weights)}",
            _said([*_differs(rows), *found_lines(rows.estimates)]),
        ]
    )


def _command(rows: FittedRows, names: str, weights: str) -> str:
    errors = _errors(rows)
    trends = " ".join(f"i.{level}#c.{time}" for level, time in rows.trends)
    if rows.effects and rows.small_sample != "all_effects":
        taken = " ".join((*rows.effects, trends)).strip()
        return f"reghdfe {rows.outcome} {names}{weights}, absorb({taken}) keepsingletons {errors}"
    dummies = " ".join([f"i.{name}" for name in rows.effects] + ([trends] if trends else []))
    constant = "" if rows.effects else " noconstant"
    return f"regress {rows.outcome} {names} {dummies}{weights},{constant} {errors}"


def _errors(rows: FittedRows) -> str:
    if rows.covariance.startswith("cr"):
        return f"vce(cluster {' '.join(rows.clusters)})"
    if rows.covariance == "classical":
        return ""
    return f"vce({'robust' if rows.covariance in {'hc0', 'hc1'} else rows.covariance})"


def _differs(rows: FittedRows) -> list[str]:
    """Say where Stata's standard error follows another convention."""
    same = rows.covariance == "cr1" and rows.small_sample in {"nonnested", "all_effects"}
    if same or rows.covariance in {"classical", "hc1"}:
        return []
    return ["Estimates agree; Stata's standard error follows another convention than the one above"]


def _cohorts(rows: CohortRows) -> str:
    method = {"doubly_robust": "dripw", "outcome_regression": "reg", "ipw": "stdipw"}
    notyet = " notyet" if rows.options["comparison"] == "not_yet" else ""
    base = " long2" if rows.options["base"] == "universal" else ""
    clustered = " cluster(cluster)" if "cluster" in rows.frame else ""
    names = " ".join(("outcome", *rows.controls))
    told = f"ivar(unit) time(wave) gvar(first_treated) method({method[rows.options['method']]})"
    return "\n".join(
        [
            "",
            _said([f"{rows.name}: {rows.title}", rows.equation, rows.convention]),
            f'import delimited using "data/{rows.stem}.csv", clear asdouble',
            f"csdid {names}, {told}{notyet}{base}{clustered}",
            "estat simple",
            "estat event",
            _said(found_lines(rows.estimates)),
        ]
    )
