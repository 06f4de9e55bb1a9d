"""The whole line on one page: a study goes in, a run comes out.

waves -> checked panel -> services linked -> described -> modelled -> tables, charts -> ROI -> brief
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from studytool.core.errors import DocumentError, StudyError
from studytool.core.findings import by_weight
from studytool.core.identity import derived_seed
from studytool.core.progress import Progress, Silent
from studytool.core.spec import nearest
from studytool.exporters.exporter import Output
from studytool.exposure.link import link
from studytool.memo import Memo, key_of
from studytool.models.draws.resample import resample
from studytool.models.families.judged_together import judge_family, with_adjusted
from studytool.models.guard import examine, inherit
from studytool.models.guard.outcomes import examine_outcomes
from studytool.models.guard.rivals import told_by_rivals
from studytool.outcome import Run, notes_on, provenance_of, versions_in_use
from studytool.report.disclosure import suppress_figure, suppress_table
from studytool.report.material import Material
from studytool.report.quantity import reproduce
from studytool.roi.brief import compose
from studytool.roi.cost import ledger_of
from studytool.roi.cost_table import money_tables
from studytool.roi.returns import returns_of
from studytool.sensitivity.subject import Subject
from studytool.sources import read
from studytool.survey.assemble import assemble
from studytool.survey.derive import add_columns, refuse_waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from studytool.core.findings import Finding
    from studytool.describe.analysis import Analysis, Description
    from studytool.exposure.rule import ExposureLink
    from studytool.intake.raw import RawTable
    from studytool.models.families.judged_together import FamilyResult
    from studytool.models.family import Family
    from studytool.models.result import ModelResult
    from studytool.models.spec import Assignment, ModelSpec
    from studytool.report.figure import Figure
    from studytool.report.table import Table
    from studytool.roi.cost import Ledger
    from studytool.roi.returns import Returns
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.spec import SensitivitySpec
    from studytool.sources import RawFiles
    from studytool.study import Study
    from studytool.survey.panel import Panel


_Made = TypeVar("_Made")


class _HasName(Protocol):
    @property
    def name(self) -> str:
        """Name by which others ask for what it makes."""


_Named = TypeVar("_Named", bound=_HasName)


def run(
    study: Study,
    *,
    allow: Sequence[Path] = (),
    progress: Progress | None = None,
    memo: Memo | None = None,
) -> Run:
    """Carry a study from its files to tables, charts, returns and a brief.

    Parameters
    ----------
    study : Study
        What is asked for.
    allow : sequence of Path
        Folders outside the study's root that sources may lie in.
    progress : Progress, optional
        Told of each step; the only place where a cancel takes effect.
    memo : Memo, optional
        Keeps what earlier runs made: a step whose inputs are the same is not run again.

    Returns
    -------
    Run
        Every number, with what it rests on. Nothing has been written.

    Raises
    ------
    StudyError
        If the study asks for what cannot be done.
    Cancelled
        If the person asked to stop.
    """
    started = time.perf_counter()
    watched, kept = progress or Silent(), memo or Memo()
    files = read(study, allow=allow, progress=watched, memo=kept)
    key = _key_of_data(study, files)
    linked = kept.get(key, lambda: linked_panel(study, files, progress=watched))
    with _carrying((*linked.panel.findings, *linked.findings)):
        refuse_unknown_assignment(study, linked.panel)
        material = estimate(study, linked.panel, progress=watched, memo=kept, key=key)
        watched.step("tables, charts and brief", 0, 1)
        made = report(study, files, linked, material, started=started, memo=kept)
    watched.step("done", 1, 1)
    kept.turn()
    return made


def report(
    study: Study,
    files: RawFiles,
    linked: ExposureLink,
    material: Material,
    *,
    started: float,
    memo: Memo,
) -> Run:
    """Lay results out as tables and charts, hide small cells, value the money, write the brief."""
    ledger, returns = value_for_money(study, material, files, memo)
    asked = _each("tables", study.tables, lambda table: table.lay_out(material))
    tables = asked | money_tables(ledger, returns)
    figures = _each("charts", study.charts, lambda chart: chart.draw(material))
    safe_tables, safe_figures, hidden = hide_small_cells(study, tables, figures)
    brief = None
    if study.brief is not None:
        brief = compose(
            study.brief,
            material=material,
            tables=safe_tables,
            figures=safe_figures,
            returns=returns,
            minimum=study.disclosure.minimum,
        )
    typed = () if brief is None else brief.findings
    versions = memo.get("versions", versions_in_use)
    seconds = time.perf_counter() - started
    provenance = provenance_of(study, files.digests, versions, seconds=seconds)
    notes = notes_on(provenance, linked.panel, hidden, minimum=study.disclosure.minimum)
    return Run(
        study=study,
        link=linked,
        material=material,
        tables=tables,
        figures=figures,
        ledger=ledger,
        returns=returns,
        output=Output(study.title, safe_tables, safe_figures, brief, notes),
        reproduced=reproduce(study.reproduces, material),
        findings=by_weight((*linked.panel.findings, *linked.findings, *typed, *hidden)),
        provenance=provenance,
    )


def linked_panel(study: Study, files: RawFiles, *, progress: Progress) -> ExposureLink:
    """Make the panel and join what people received."""
    progress.step("panel", 0, 2)
    panel, waiting = checked_panel(study, files)
    progress.step("services", 1, 2)
    return serve(study, panel, waiting, files.logs)


def _key_of_data(study: Study, files: RawFiles) -> str:
    """Return a digest of everything the linked panel depends on."""
    lists = (study.waves, study.variables, files.decisions, study.derived, study.measures)
    specs = (spec for group in (*lists, study.exposures) for spec in group)
    return key_of(
        files.key, study.panel.model_dump_json(), *(spec.model_dump_json() for spec in specs)
    )


def checked_panel(study: Study, files: RawFiles) -> tuple[Panel, tuple[str, ...]]:
    """Make the panel; also return the names of variables that wait for the exposures."""
    waves = list(zip(study.waves, files.waves, strict=True))
    panel = assemble(study.panel, waves, study.variables, files.decisions)
    return add_columns(panel, study.derived, study.measures)


def serve(
    study: Study, panel: Panel, waiting: Sequence[str], logs: Mapping[str, RawTable]
) -> ExposureLink:
    """Join what people received, then make the variables that waited for it."""
    linked = link(panel, study.exposures, logs)
    complete, still = add_columns(linked.panel, study.derived, study.measures, only=waiting)
    refuse_waiting(still, complete, study.derived, study.measures)
    return replace(linked, panel=complete)


def refuse_unknown_assignment(study: Study, panel: Panel) -> None:
    """Refuse a record of how people were chosen that names what is not in the data."""
    columns = [str(name) for name in panel.frame.columns]
    for place, entry in enumerate(study.assignment):
        for name in (entry.exposure, *entry.also, *entry.variables):
            if name not in columns:
                raise DocumentError(
                    f'There is no "{name}" in the data.',
                    where=f"assignment[{place}]",
                    remedy=nearest(name, columns),
                )


def estimate(study: Study, panel: Panel, *, progress: Progress, memo: Memo, key: str) -> Material:
    """Describe and model the linked panel; the guard's findings ride on the results."""

    def describe(analysis: Analysis) -> Description:
        mine = key_of(key, analysis.model_dump_json())
        return memo.get(mine, lambda: analysis.describe(panel))

    def fit(model: ModelSpec) -> ModelResult:
        progress.step(f"model {model.name}", study.models.index(model), len(study.models))
        seed = derived_seed(study.seed, model.name) if model.seed is None else model.seed
        mine = key_of(key, model.model_dump_json(), str(seed))
        made = memo.get(mine, lambda: model.fit(panel, seed=seed, progress=progress))
        again = key_of(mine, *(entry.model_dump_json() for entry in assignments))
        keys[model.name] = again
        return memo.get(again, lambda: resample(model, made, assignments, progress=progress))

    def judge(family: Family) -> FamilyResult:
        rest_on = (keys[name] for name in family.members)
        mine = key_of(family.model_dump_json(), *rest_on, str(study.seed))
        for name in family.members:
            judged[name] = key_of(judged[name], mine)
        return memo.get(
            mine,
            lambda: judge_family(family, fitted, panel, seed=study.seed, progress=progress),
        )

    keys: dict[str, str] = {}  # of each result, all that it depends on
    assignments = inherit(study.assignment, _reads(study))
    analyses = _each("analyses", study.analyses, describe)
    results = _each("models", study.models, fit)
    fitted = {model.name: (model, results[model.name]) for model in study.models}
    judged = dict(keys)
    families = _each("families", study.families, judge)
    fitted = {
        name: (model, with_adjusted(result, tuple(families.values())))
        for name, (model, result) in fitted.items()
    }

    def guard(model: ModelSpec, result: ModelResult) -> ModelResult:
        others = {name: pair for name, pair in fitted.items() if name != model.name}
        mine = key_of("guard", judged[model.name], told_by_rivals(model, others))
        found = memo.get(mine, lambda: examine(model, result, panel, assignments, others))
        also = (many[model.name],) if model.name in many else ()
        return replace(result, findings=by_weight((*result.findings, *found, *also)))

    many = examine_outcomes(fitted, study.families)
    guarded = {name: (model, guard(model, result)) for name, (model, result) in fitted.items()}
    described = {analysis.name: (analysis, analyses[analysis.name]) for analysis in study.analyses}
    material = Material(panel=panel, analyses=described, models=guarded, families=families)
    return put_to_the_test(study, material, assignments, keys, progress=progress, memo=memo)


def put_to_the_test(
    study: Study,
    material: Material,
    assignments: tuple[Assignment, ...],
    keys: Mapping[str, str],
    *,
    progress: Progress,
    memo: Memo,
) -> Material:
    """Return the material with how far the conclusions of its models reach."""

    def judge(asked: SensitivitySpec) -> SensitivityResult:
        progress.step(f"sensitivity {asked.name}", 0, 1)
        model, result = material.models[asked.model]
        seed = derived_seed(study.seed, "sensitivity", asked.name)
        subject = Subject(model, result, material.panel, assignments, seed, progress)
        mine = key_of("sensitivity", keys[asked.model], asked.model_dump_json(), str(seed))
        with _inside(f"sensitivity[{study.sensitivity.index(asked)}]"):
            return memo.get(mine, lambda: asked.judge(subject))

    judged = _each("sensitivity", study.sensitivity, judge)
    return replace(
        material,
        sensitivity={asked.name: (asked, judged[asked.name]) for asked in study.sensitivity},
    )


def _reads(study: Study) -> dict[str, tuple[str, ...]]:
    """Return the columns that each computed variable reads."""
    derived = {item.name: item.inputs() for item in study.derived}
    return derived | {item.name: item.inputs() for item in study.measures}


def value_for_money(
    study: Study, material: Material, files: RawFiles, memo: Memo
) -> tuple[Ledger | None, Returns | None]:
    """Add up what it cost and set it against what it changed."""
    mine = key_of("costs", files.key, *(entry.model_dump_json() for entry in study.costs))
    ledger = memo.get(mine, lambda: ledger_of(study.costs, files.sheets)) if study.costs else None
    if study.roi is None or ledger is None:
        return ledger, None
    with _at("roi"):
        return ledger, returns_of(study.roi, ledger, study.parameters, material)


def hide_small_cells(
    study: Study, tables: Mapping[str, Table], figures: Mapping[str, Figure]
) -> tuple[dict[str, Table], dict[str, Figure], tuple[Finding, ...]]:
    """Hide small cells; also return which were hidden and which released."""
    findings: list[Finding] = []
    safe_tables, safe_figures = {}, {}
    minimum = study.disclosure.minimum
    for name, table in tables.items():
        safe_tables[name], found = suppress_table(table, minimum, study.released)
        findings.extend(found)
    for name, figure in figures.items():
        safe_figures[name], found = suppress_figure(figure, minimum, study.released)
        findings.extend(found)
    return safe_tables, safe_figures, by_weight(findings)


def _each(group: str, asked: Sequence[_Named], make: Callable[[_Named], _Made]) -> dict[str, _Made]:
    """Make something of each request, its errors placed at ``group[i]`` of the document."""
    made = {}
    for place, request in enumerate(asked):
        with _at(f"{group}[{place}]"):
            made[request.name] = make(request)
    return made


@contextmanager
def _at(where: str) -> Iterator[None]:
    """Place an error of the study at `where` in the document."""
    try:
        yield
    except StudyError as error:
        raise error.placed(where) from error


@contextmanager
def _inside(where: str) -> Iterator[None]:
    """Place an error that names a field of a request below `where` in the document."""
    try:
        yield
    except StudyError as error:
        if error.where:
            error.where = f"{where}.{error.where}"
        raise


@contextmanager
def _carrying(findings: Sequence[Finding]) -> Iterator[None]:
    """Let an error carry what was noticed about the data: it is often the cause."""
    try:
        yield
    except StudyError as error:
        error.findings = by_weight(findings)
        raise
