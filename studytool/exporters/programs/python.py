"""The models as a Python program: pandas, statsmodels, and diff-diff for cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.exporters.programs.wording import comment, found_lines, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.exporters.programs.cohorts import CohortRows
    from studytool.exporters.programs.rows import FittedRows

HEAD = '''
import numpy as np
import pandas as pd
import statsmodels.api as sm
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def dummies(data, effects, trends=()):
    """One column for each level of each effect, and a line over time for each level of a trend."""
    blocks = [pd.get_dummies(data[name], prefix=name, dtype=float) for name in effects]
    for level, time in trends:
        block = pd.get_dummies(data[level], prefix="trend_" + level, dtype=float)
        blocks.append(block.mul(data[time], axis=0))
    return pd.concat(blocks, axis=1) if blocks else pd.DataFrame(index=data.index)


def fit(data, outcome, regressors, effects=(), trends=(), weights=None):
    """Least squares with every effect as dummies: slow for many people, and plain to read."""
    exog = pd.concat([data[regressors], dummies(data, effects, trends)], axis=1)
    weight = np.ones(len(data)) if weights is None else data[weights]
    fitted = sm.WLS(data[outcome], exog, weights=weight).fit()
    fitted.bread = np.linalg.pinv(fitted.model.wexog.T @ fitted.model.wexog)
    return fitted


def sums(values, clusters):
    """Sums of rows by cluster."""
    return pd.DataFrame(values).groupby(np.asarray(clusters)).sum().to_numpy()


def raw(fitted, clusters):
    """Clustered covariance without any factor (CR0)."""
    scores = sums(fitted.model.wexog * np.asarray(fitted.wresid)[:, None], clusters)
    return fitted.bread @ (scores.T @ scores) @ fitted.bread


def count(fitted, data, effects, clusters):
    """K: coefficients counted, effects that lie inside every cluster variable as none."""
    counted = np.linalg.matrix_rank(fitted.model.wexog)
    inside = [e for e in effects if (data.groupby(e)[clusters].nunique() == 1).all(axis=None)]
    if not inside:
        return counted
    return counted - np.linalg.matrix_rank(dummies(data, inside).to_numpy()) + 1


def factor(fitted, data, effects, clusters, groups, small_sample):
    """The named small-sample factor of CR1 (fixest and Stata xtreg: nonnested)."""
    rows = len(data)
    if small_sample == "no_k":
        return groups / (groups - 1)
    counted = (
        count(fitted, data, effects, clusters)
        if small_sample == "nonnested"
        else np.linalg.matrix_rank(fitted.model.wexog)
    )
    return groups / (groups - 1) * (rows - 1) / (rows - counted)


def cr1(fitted, data, effects, cluster, small_sample):
    """Clustered covariance with its named factor."""
    codes = data[cluster]
    by = factor(fitted, data, effects, [cluster], codes.nunique(), small_sample)
    return by * raw(fitted, codes)


def adjusted(fitted, data, cluster, adjust):
    """Clustered covariance of residuals that `adjust` has made larger, cluster by cluster."""
    exog, weight = fitted.model.exog, np.asarray(fitted.model.weights)
    hat = fitted.bread @ (exog * weight[:, None]).T
    codes, scores = data[cluster].to_numpy(), []
    for code in np.unique(codes):
        own = codes == code
        residual = adjust(exog[own] @ hat, own, np.asarray(fitted.resid)[own])
        scores.append(exog[own].T @ (weight[own] * residual))
    scores = np.array(scores)
    return fitted.bread @ (scores.T @ scores) @ fitted.bread


def by_root(projected, own, residual):
    """CR2 (Bell and McCaffrey 2002): the residuals' share of their variance, to the power -1/2."""
    left = np.eye(len(own))[own] - projected
    size, axes = np.linalg.eigh(left @ left.T)
    kept = size > 1e-10
    return (axes[:, kept] * size[kept] ** -0.5) @ (axes[:, kept].T @ residual)


def by_leaving_out(projected, own, residual):
    """CR3: residuals as they were if the cluster had been left out of the fit."""
    return np.linalg.pinv(np.eye(own.sum()) - projected[:, own]) @ residual


def show(model, fitted, covariance, names):
    """Print estimate and standard error of each term."""
    errors = np.sqrt(np.diag(covariance))
    for error, (column, term) in zip(errors, names.items()):
        print(model, term, repr(float(fitted.params[column])), repr(float(error)), sep="\\t")
'''
COHORT_HEAD = """
from diff_diff import CallawaySantAnna


def show_cohorts(model, data, found, by):
    \"\"\"Print effects by cohort and wave, and their averages: event[k] counts waves.\"\"\"
    names = dict(zip(data["time"], data["wave"]))
    lines = {
        f"att[{names[g]:g},{names[t]:g}]": (cell["effect"], cell["se"])
        for (g, t), cell in found.group_time_effects.items()
    }
    events, cohorts = found.aggregate("event_study"), found.aggregate("group")
    lines |= {f"event[{k}]": (a, s) for k, a, s in zip(events.event_time, events.att, events.se)}
    lines |= {
        f"cohort[{names[int(g)]:g}]": (a, s)
        for g, a, s in zip(found.groups, cohorts.att, cohorts.se)
    }
    after = np.array([k >= 0 and s > 0 for k, s in zip(events.event_time, events.se)])
    share = after / after.sum()
    known = events.se > 0
    error = np.sqrt(share[known] @ events.vcov @ share[known])
    lines["dynamic"] = (share @ np.nan_to_num(events.att), error)
    lines["simple"] = (found.overall_att, found.overall_se)
    for term, (effect, error) in lines.items():
        if error > 0:
            print(model, term, repr(float(effect)), repr(float(by * error)), sep="\\t")
"""


def python_program(
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
    parts = [comment(head, "#"), HEAD]
    parts += [COHORT_HEAD] if any(one.kind == "callaway_santanna" for one in cohorts) else []
    parts += [_model(one) for one in models]
    parts += [_cohorts(one) for one in cohorts if one.kind == "callaway_santanna"]
    return "\n".join(parts)


def _model(rows: FittedRows) -> str:
    names = {column: term for term, column in rows.regressors.items()}
    arguments = [f"effects={list(rows.effects)!r}"] if rows.effects else []
    arguments += [f"trends={list(rows.trends)!r}"] if rows.trends else []
    arguments += [f"weights={rows.weights!r}"] if rows.weights else []
    told = ", ".join(["data", repr(rows.outcome), repr(list(names)), *arguments])
    return "\n".join(
        [
            "",
            comment([f"{rows.name}: {rows.title}", rows.equation, rows.convention], "#"),
            f"data = pd.read_csv(DATA / {quoted(rows.stem + '.csv')})",
            f"fitted = fit({told})",
            f"show({quoted(rows.name)}, fitted, {_covariance(rows)}, {names!r})",
            comment(found_lines(rows.estimates), "#"),
        ]
    )


def _covariance(rows: FittedRows) -> str:
    """Return the expression of the covariance."""
    kind, effects = rows.covariance, list(rows.effects)
    if kind == "classical":
        return "fitted.cov_params().to_numpy()"
    if kind.startswith("hc"):
        return f"fitted.cov_{kind.upper()}"
    if kind in {"cr2", "cr3"}:
        how = "by_root" if kind == "cr2" else "by_leaving_out"
        return f"adjusted(fitted, data, {rows.clusters[0]!r}, {how})"
    if kind == "cr0":
        return f"raw(fitted, data[{rows.clusters[0]!r}])"
    return f"cr1(fitted, data, {effects!r}, {rows.clusters[0]!r}, {rows.small_sample!r})"


def _cohorts(rows: CohortRows) -> str:
    method = {"doubly_robust": "dr", "outcome_regression": "reg", "ipw": "ipw"}
    group = {"never": "never_treated", "not_yet": "not_yet_treated"}
    level = "cluster" if "cluster" in rows.frame else "unit"
    plain = rows.options["covariance"] == "cr0"
    larger, smaller = "np.sqrt(groups / (groups - 1))", "np.sqrt((groups - 1) / groups)"
    factors = {("unit", False): larger, ("cluster", True): smaller}  # it has one for clusters only
    factor = factors.get((level, plain), "1.0")
    return "\n".join(
        [
            "",
            comment([f"{rows.name}: {rows.title}", rows.equation, rows.convention], "#"),
            f"data = pd.read_csv(DATA / {quoted(rows.stem + '.csv')})",
            f"groups = data[{quoted(level)}].nunique()",
            f"by = {factor}  # of diff-diff's standard errors: see the convention above",
            "found = CallawaySantAnna(",
            f"    control_group={quoted(group[rows.options['comparison']])},",
            f"    estimation_method={quoted(method[rows.options['method']])},",
            f"    base_period={quoted(rows.options['base'])},",
            f"    anticipation={rows.options['anticipation']},",
            *(['    cluster="cluster",'] if level == "cluster" else []),
            ").fit(",
            '    data, outcome="outcome", unit="unit", time="time", first_treat="cohort",',
            f"    covariates={list(rows.controls)!r} or None,",
            ")",
            f"show_cohorts({quoted(rows.name)}, data, found, by)",
            comment(found_lines(rows.estimates), "#"),
        ]
    )
