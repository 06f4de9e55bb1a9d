"""The models as an R program: base R, sandwich and clubSandwich, and did for cohorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.exporters.programs.wording import comment, found_lines, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.exporters.programs.cohorts import CohortRows
    from studytool.exporters.programs.rows import FittedRows

HEAD = """
suppressMessages({library(sandwich); library(clubSandwich)})
arguments <- commandArgs(FALSE)
here <- sub("--file=", "", arguments[grepl("--file=", arguments)])
folder <- if (length(here)) dirname(here) else "."
rows_of <- function(name) read.csv(file.path(folder, "data", name))

# K: coefficients counted, effects that lie inside the clusters as none.
counted <- function(fitted, data, effects, cluster) {
  inside <- effects[vapply(effects, function(effect)
    all(tapply(data[[cluster]], data[[effect]], function(x) length(unique(x))) == 1), TRUE)]
  if (!length(inside)) return(fitted$rank)
  blocks <- lapply(inside, function(effect) model.matrix(~ 0 + factor(data[[effect]])))
  fitted$rank - qr(do.call(cbind, blocks))$rank + 1
}

# Clustered covariance with the named factor of CR1 (fixest and Stata xtreg: nonnested).
cr1 <- function(fitted, data, effects, cluster, small_sample) {
  groups <- length(unique(data[[cluster]]))
  n <- nrow(data)
  k <- if (small_sample == "nonnested") counted(fitted, data, effects, cluster) else fitted$rank
  by <- if (small_sample == "no_k") 1 else (n - 1) / (n - k)
  groups / (groups - 1) * by * vcovCR(fitted, cluster = data[[cluster]], type = "CR0")
}

show_terms <- function(model, fitted, covariance, names) {
  for (column in names(names)) cat(model, names[[column]],
    format(coef(fitted)[[column]], digits = 17),
    format(sqrt(covariance[column, column]), digits = 17), sep = "\\t", fill = FALSE, "\\n")
}
"""
COHORT_HEAD = """
if (!requireNamespace("did", quietly = TRUE)) message("install.packages(\\"did\\") for cohorts")
"""


def r_program(
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
    parts = [comment(head, "#"), HEAD, *(_model(one) for one in models)]
    of_did = [_cohorts(one) for one in cohorts if one.kind == "callaway_santanna"]
    return "\n".join([*parts, *([COHORT_HEAD] if of_did else []), *of_did])


def _model(rows: FittedRows) -> str:
    lines = ["0", *rows.regressors.values(), *(f"factor({name})" for name in rows.effects)]
    lines += [f"factor({level}):{time}" for level, time in rows.trends]
    weights = f", weights = {rows.weights}" if rows.weights else ""
    names = ", ".join(f"{column} = {quoted(term)}" for term, column in rows.regressors.items())
    return "\n".join(
        [
            "",
            comment([f"{rows.name}: {rows.title}", rows.equation, rows.convention], "#"),
            f"data <- rows_of({quoted(rows.stem + '.csv')})",
            f"fitted <- lm({rows.outcome} ~ {' + '.join(lines)}, data = data{weights})",
            f"show_terms({quoted(rows.name)}, fitted, {_covariance(rows)}, list({names}))",
            comment(found_lines(rows.estimates), "#"),
        ]
    )


def _covariance(rows: FittedRows) -> str:
    """Return the expression of the covariance."""
    kind = rows.covariance
    if kind == "classical":
        return "vcov(fitted)"
    if kind.startswith("hc"):
        return f"vcovHC(fitted, type = {quoted(kind.upper())})"
    cluster = rows.clusters[0]
    if kind in {"cr0", "cr2", "cr3"}:
        return f"vcovCR(fitted, cluster = data${cluster}, type = {quoted(kind.upper())})"
    effects = ", ".join(map(quoted, rows.effects))
    told = f"data, c({effects}), {quoted(cluster)}, {quoted(rows.small_sample)}"
    return f"cr1(fitted, {told})"


def _cohorts(rows: CohortRows) -> str:
    method = {"doubly_robust": "dr", "outcome_regression": "reg", "ipw": "ipw"}
    group = {"never": "nevertreated", "not_yet": "notyettreated"}
    by = f"~ {' + '.join(rows.controls)}" if rows.controls else "NULL"
    return "\n".join(
        [
            "",
            comment([f"{rows.name}: {rows.title}", rows.equation, rows.convention], "#"),
            'if (requireNamespace("did", quietly = TRUE)) {',
            f"  data <- rows_of({quoted(rows.stem + '.csv')})",
            '  found <- did::att_gt("outcome", "wave", "unit", "first_treated",',
            f"    xformla = {by}, data = data, bstrap = FALSE, cband = FALSE,",
            f"    control_group = {quoted(group[rows.options['comparison']])},",
            f"    est_method = {quoted(method[rows.options['method']])},",
            f"    base_period = {quoted(rows.options['base'])},",
            f"    anticipation = {rows.options['anticipation']})",
            "  print(summary(found))",
            '  print(summary(did::aggte(found, type = "simple")))',
            "}",
            comment(found_lines(rows.estimates), "#"),
        ]
    )
