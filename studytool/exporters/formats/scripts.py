"""Programs: the models again in Python, R and Stata, with the rows they are fitted on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from studytool.core.errors import DocumentError
from studytool.exporters.exporter import Exporter
from studytool.exporters.packed import write_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from studytool.exporters.exporter import Output
    from studytool.exporters.programs.cohorts import CohortRows
    from studytool.exporters.programs.rows import FittedRows
    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec
    from studytool.report.material import Material

    Asked = Mapping[str, tuple[ModelSpec, ModelResult]]

_READ_ME = """{title}
{banner}
The models of this study as programs of other tools, and the rows they are fitted on.

data/       one csv for each model: outcome, regressors, codes of effects and clusters
models.py   Python: pip install pandas statsmodels diff-diff, then: python models.py
models.R    R: install.packages(c("sandwich", "clubSandwich", "did")), then: Rscript models.R
models.do   Stata: run it from this folder

Each prints model, term, estimate and standard error. What studytool found stands beside each model
as a comment. The files in data/ hold one line for each interview. Names and IDs are replaced by
numbers, but somebody who knows a child may know its line: keep this folder within the study's team.
{left}"""


class Scripts(Exporter):
    """The models as Python, R and Stata programs, with one csv of rows for each."""

    called: ClassVar[str] = "Scripts (Python, R, Stata)"
    kind: Literal["scripts"] = "scripts"
    filename: ClassVar[str] = "scripts"
    internal: ClassVar[bool] = True

    def write(self, output: Output, path: Path) -> None:
        """Write a folder of programs and data to `path`.

        Raises
        ------
        StudyError
            If no model has a program, or a file cannot be written.
        """
        if output.material is None or not output.material.models:
            raise DocumentError(
                "There are no models to write programs of.",
                where="models",
                remedy="Add a model, or export the tables.",
            )
        models, cohorts, left = _rows(output.material)
        frames = {rows.stem: rows.frame for rows in models}
        frames |= {rows.stem: rows.frame for rows in cohorts}
        files = _programs(output, models, cohorts, left)
        for stem, frame in frames.items():
            files[f"data/{stem}.csv"] = frame.to_csv(index=False, lineterminator="\n")
        (path / "data").mkdir(parents=True)
        for name, text in files.items():
            write_bytes(text.encode(), path / name)


def _programs(
    output: Output, models: list[FittedRows], cohorts: list[CohortRows], left: list[str]
) -> dict[str, str]:
    """Return the texts of the folder by name."""
    from studytool.exporters.programs.python import python_program
    from studytool.exporters.programs.r import r_program
    from studytool.exporters.programs.stata import stata_program

    said = "\n".join(left)
    head = (output.title, *([output.banner] if output.banner else []), *left)
    return {
        "READ ME.txt": _READ_ME.format(title=output.title, banner=output.banner, left=said),
        "models.py": python_program(head, models, cohorts),
        "models.R": r_program(head, models, cohorts),
        "models.do": stata_program(head, models, cohorts),
    }


def _rows(material: Material) -> tuple[list[FittedRows], list[CohortRows], list[str]]:
    """Return the models that have programs, and a line on each that has none."""
    from studytool.exporters.programs.cohorts import WITHOUT_PROGRAM, cohort_rows
    from studytool.exporters.programs.rows import fitted_rows, plain_names
    from studytool.models.staggered_spec import StaggeredSpec

    models: list[FittedRows] = []
    cohorts: list[CohortRows] = []
    left: list[str] = []
    stems = plain_names(material.models)
    for name, (spec, result) in material.models.items():
        reason = _reason(spec, result)
        if not reason and isinstance(spec, StaggeredSpec):
            rows = cohort_rows(spec, result, material.panel, stems[name])
            reason = "" if rows else WITHOUT_PROGRAM
            cohorts += [rows] if rows else []
        elif not reason:
            models.append(fitted_rows(spec, result, stems[name]))
        if reason:
            left.append(f"No program for {name}: {reason}.")
    return models, cohorts, left


def _reason(spec: ModelSpec, result: ModelResult) -> str:
    """Return why a model has no program; empty where it has one."""
    if spec.kind_name() == "callaway_santanna" and not spec.weights:
        return ""
    if result.regression is None:
        return f"{spec.called} is no least-squares fit, and has none yet"
    if len(spec.cluster) > 1:
        return "standard errors by two cluster levels have none yet"
    if spec.small_sample == "linearmodels":
        return "the convention called linearmodels has none yet"
    return ""
