"""Study: everything that was asked for, in one small text document.

The document is TOML; ``Study -> TOML -> Study`` is the identity, comments aside.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import tomli_w
from pydantic import (
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
    ValidationError,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

import studytool.describe.analyses
import studytool.exposure.rules
import studytool.intake.formats
import studytool.models.estimators
import studytool.report.charts
import studytool.report.tables
import studytool.sensitivity.analyses
import studytool.survey.measures
from studytool.core.complaints import complaints
from studytool.core.errors import DocumentError
from studytool.core.identity import text_digest
from studytool.core.spec import Kind, Spec, kinds, nearest, one_of
from studytool.describe.analysis import Analysis
from studytool.exposure.rule import Exposure
from studytool.intake.importer import Importer
from studytool.models.family import Family
from studytool.models.spec import Assignment, ModelSpec
from studytool.report.disclosure import Released
from studytool.report.material import ChartSpec, TableSpec
from studytool.report.outline import ReportItem
from studytool.roi.brief import BriefSpec
from studytool.roi.cost import CostItem, CostSheet
from studytool.roi.returns import Parameter, Roi
from studytool.sensitivity.spec import SensitivitySpec
from studytool.survey.codebook import Variable, wave_name
from studytool.survey.decisions import Decision
from studytool.survey.derive import Derived
from studytool.survey.design import PanelDesign
from studytool.survey.measure import Measure
from studytool.survey.wave import WaveFile


def _is_sheet(cost: object) -> bool:
    """Whether an entry of ``[[costs]]`` names a file: only an ingredient has a name of its own."""
    return isinstance(cost, CostSheet) or (isinstance(cost, dict) and "ingredient" not in cost)


if TYPE_CHECKING:
    from collections.abc import Iterable

    AnyCost = CostItem | CostSheet

    class FileOfWave(WaveFile, Importer):
        """A wave's file with the options of its importer; made for each importer at run time."""

    AnyWave = FileOfWave
    AnyMeasure = Measure
    AnyExposure = Exposure
    AnyAnalysis = Analysis
    AnyModel = ModelSpec
    AnySensitivity = SensitivitySpec
    AnyTable = TableSpec
    AnyChart = ChartSpec
else:
    AnyCost = Annotated[
        Annotated[CostItem, Tag("ingredient")] | Annotated[CostSheet, Tag("sheet")],
        Discriminator(lambda cost: "sheet" if _is_sheet(cost) else "ingredient"),
    ]
    IMPORTERS = kinds(Importer, studytool.intake.formats)

    def _kind_by_ending(table: dict[str, Any]) -> str:
        ending = PurePath(str(table.get("source", ""))).suffix.lower()
        return next((name for name, kind in IMPORTERS.items() if ending in kind.suffixes), "csv")

    def _wave_of(importer: type[Kind]) -> type[Kind]:
        name = f"{importer.__name__}Wave"
        return create_model(name, __base__=(WaveFile, importer), __module__=__name__)

    AnyWave = one_of(map(_wave_of, IMPORTERS.values()), default=_kind_by_ending)
    AnyMeasure = one_of(
        kinds(Measure, studytool.survey.measures).values(), default=lambda _: "sum_scale"
    )
    AnyExposure = one_of(
        kinds(Exposure, studytool.exposure.rules).values(), default=lambda _: "ever"
    )
    AnyAnalysis = one_of(
        kinds(Analysis, studytool.describe.analyses).values(), default=lambda _: "wave_table"
    )
    AnyModel = one_of(kinds(ModelSpec, studytool.models.estimators).values())
    AnySensitivity = one_of(kinds(SensitivitySpec, studytool.sensitivity.analyses).values())
    AnyTable = one_of(kinds(TableSpec, studytool.report.tables).values())
    AnyChart = one_of(kinds(ChartSpec, studytool.report.charts).values())


RESERVED = ("returns", "costs")
"""Names of the tables that costs make without being asked for."""


class Files(Spec):
    """The ``[files]`` of the document."""

    root: str = Field(
        default=".", description="Folder every source lies in, from the document's own folder."
    )


class Disclosure(Spec):
    """The ``[disclosure]`` of the document."""

    minimum: int = Field(
        default=5, ge=3, le=30, description="Cells that rest on fewer people than this are hidden."
    )


class Reproduces(Spec):
    """One entry of ``[[reproduces]]``: a published number this study must meet."""

    quantity: str = Field(description="Result, term and field, such as twfe.beertax.estimate.")
    published: float = Field(description="The number in print.")
    tolerance: float = Field(ge=0, description="Largest difference that still counts as equal.")
    source: str = Field(description="Where it is printed.")


class About(Spec):
    """The ``[about]`` of a published result: what it teaches."""

    topic: str = Field(default="", description="What it is a case of, as on a shelf.")
    question: str = Field(default="", description="What was asked, and of whom.")
    how: str = Field(default="", description="How it was answered.")
    try_next: str = Field(default="", description="What to change and to look at next.")
    differs: str = Field(default="", description="Where print and we differ, and why.")
    citation: str = Field(default="", description="Where the result was published.")
    data_licence: str = Field(
        default="", description="Where the data come from, and what may be done with them."
    )


class Study(Spec):
    """Everything that was asked for."""

    format: Literal[1] = Field(default=1, description="Version of this document's form.")
    title: str = Field(description="Title of the study.")
    seed: int = Field(default=0, ge=0, description="Seed behind everything random.")
    about: About | None = Field(default=None, description="What a published result teaches.")
    decisions: str | tuple[Decision, ...] = Field(
        default=(), description="Decisions about the data, or the file that holds them."
    )
    files: Files = Field(default=Files(), description="Where the files are.")
    panel: PanelDesign = Field(default=PanelDesign(), description="What the rows are.")
    waves: tuple[AnyWave, ...] = Field(default=(), description="The files of each wave.")
    variables: tuple[Variable, ...] = Field(default=(), description="The codebook.")
    derived: tuple[Derived, ...] = Field(default=(), description="Variables computed from others.")
    measures: tuple[AnyMeasure, ...] = Field(default=(), description="Scores and bands.")
    exposures: tuple[AnyExposure, ...] = Field(default=(), description="What people received.")
    assignment: tuple[Assignment, ...] = Field(default=(), description="How it was allocated.")
    analyses: tuple[AnyAnalysis, ...] = Field(default=(), description="What is described.")
    models: tuple[AnyModel, ...] = Field(default=(), description="What is estimated.")
    families: tuple[Family, ...] = Field(
        default=(), description="Models whose p-values are adjusted together."
    )
    sensitivity: tuple[AnySensitivity, ...] = Field(
        default=(), description="How far models' conclusions reach."
    )
    tables: tuple[AnyTable, ...] = Field(default=(), description="Tables of the report.")
    charts: tuple[AnyChart, ...] = Field(default=(), description="Charts of the report.")
    report: tuple[ReportItem, ...] = Field(default=(), description="Order of the live report.")
    disclosure: Disclosure = Field(default=Disclosure(), description="Protection of small cells.")
    released: tuple[Released, ...] = Field(default=(), description="Small cells that may be shown.")
    costs: tuple[AnyCost, ...] = Field(default=(), description="What it cost.")
    parameters: tuple[Parameter, ...] = Field(default=(), description="Assumed values.")
    roi: Roi | None = Field(default=None, description="Value for money.")
    brief: BriefSpec | None = Field(default=None, description="The brief.")
    reproduces: tuple[Reproduces, ...] = Field(default=(), description="Published numbers to meet.")

    _folder: Path = PrivateAttr(default_factory=Path.cwd)

    @property
    def folder(self) -> Path:
        """Folder of the document, from which `files.root` is taken."""
        return self._folder

    @property
    def root(self) -> Path:
        """Folder that holds every source."""
        return (self._folder / self.files.root).resolve()

    @property
    def digest(self) -> str:
        """SHA-256 of the document as `to_toml` writes it."""
        return text_digest(self.to_toml())

    def placed(self, folder: Path) -> Self:
        """Return the same study as a document of `folder`."""
        placed = self.model_copy()
        placed._folder = folder
        return placed

    def to_toml(self) -> str:
        """Return the document: what differs from the defaults."""
        written = self.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
        )
        return tomli_w.dumps({"format": self.format} | written)

    @model_validator(mode="after")
    def _refer_to_what_exists(self) -> Self:
        results: tuple[Any, ...] = (*self.models, *self.analyses, *self.sensitivity)
        _refuse_twice("models, analyses and sensitivity", results)
        _refuse_odd_names(results)
        _refuse_twice("exposures, measures and derived", _columns_made(self))
        _refuse_twice("tables and charts", (*self.tables, *self.charts))
        _refuse_reserved((*self.tables, *self.charts))
        _refuse_twice("families", self.families)
        _refuse_two_families(self.families)
        for place, names, known in _references(self):
            for name in names:
                if name not in known:
                    raise PydanticCustomError(
                        "unknown_name",
                        '{place} names "{name}", which is not in the document. {hint}',
                        {"place": place, "name": name, "hint": nearest(name, known)},
                    )
        _refuse_unfit_sensitivity(self)
        return self


def _columns_made(study: Study) -> tuple[Any, ...]:
    return (*study.exposures, *study.measures, *study.derived)


def _refuse_twice(what: str, named: Iterable[Any]) -> None:
    for name, times in Counter(item.name for item in named).items():
        if times > 1:
            message = 'Among {what} the name "{name}" is given {times} times.'
            context = {"what": what, "name": name, "times": times}
            raise PydanticCustomError("name_twice", message, context)


def _refuse_odd_names(results: Iterable[ModelSpec | Analysis | SensitivitySpec]) -> None:
    """Refuse names that no reference could reach: it is split at its first dot."""
    for item in results:
        if "." in item.name or item.name in {"roi", "panel"}:
            message = 'A model or analysis cannot be called "{name}".'
            raise PydanticCustomError("odd_name", message, {"name": item.name})


def _refuse_reserved(shown: Iterable[TableSpec | ChartSpec]) -> None:
    for item in shown:
        if item.name in RESERVED:
            message = 'The name "{name}" is kept for the table that the costs make.'
            raise PydanticCustomError("reserved", message, {"name": item.name})


def _refuse_two_families(families: Iterable[Family]) -> None:
    """Refuse a model that several families name: it would have several adjusted p-values."""
    members = Counter(name for family in families for name in family.members)
    for name, times in members.items():
        if times > 1:
            message = 'The model "{name}" is named {times} times by families.'
            raise PydanticCustomError("in_families", message, {"name": name, "times": times})


def _refuse_unfit_sensitivity(study: Study) -> None:
    """Refuse sensitivity analyses that are not for the kind of their model."""
    models = {model.name: model for model in study.models}
    for place, asked in enumerate(study.sensitivity):
        if why := asked.refuses(models[asked.model]):
            context = {"place": place, "why": why}
            raise PydanticCustomError("unfit_sensitivity", "{why}", context)


def _references(study: Study) -> Iterable[tuple[str, tuple[str, ...], list[str]]]:
    """Yield place, names it refers to, and names there are."""
    models = [model.name for model in study.models]
    tested = [asked.name for asked in study.sensitivity]
    results = [*models, *(analysis.name for analysis in study.analyses), *tested]
    for place, asked in enumerate(study.sensitivity):
        yield f"sensitivity[{place}].model", (asked.model,), models
    shown = [*(table.name for table in study.tables), *(chart.name for chart in study.charts)]
    for place, family in enumerate(study.families):
        yield f"families[{place}].members", family.members, models
    for place, table in enumerate(study.tables):
        yield f"tables[{place}]", table.uses(), results
    for place, chart in enumerate(study.charts):
        yield f"charts[{place}]", chart.uses(), results
    for place, cell in enumerate(study.released):
        yield f"released[{place}].table", (cell.table,), shown
    for place, number in enumerate(study.reproduces):
        yield f"reproduces[{place}].quantity", (number.quantity.split(".")[0],), [*results, "panel"]
    if all(wave.number is not None for wave in study.waves):
        waves = list(dict.fromkeys(wave_name(wave.number) for wave in study.waves))
        for place, variable in enumerate(study.variables):
            yield f"variables[{place}]", variable.waves_named(), waves
    if study.roi is not None:
        yield "roi.effect", (study.roi.effect.split(".")[0],), models
    if study.brief is not None:
        yield "brief", study.brief.shows(), shown
        mentioned = tuple(name.split(".")[0] for name in study.brief.mentions())
        yield "brief", mentioned, [*results, "panel", "roi"]


def parse_study(text: str, *, folder: Path, source: str) -> Study:
    """Return the study a TOML document asks for.

    Parameters
    ----------
    text : str
        The document.
    folder : Path
        Folder the document's own paths start from.
    source : str
        Name of the document, for messages.

    Returns
    -------
    Study
        Checked, but no data read.

    Raises
    ------
    DocumentError
        If it is no TOML or asks for what does not exist; further errors are its notes.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = f"{source} is not a study document: {error}."
        remedy = "Mend the line, or compare it with a shipped study."
        raise DocumentError(what, where=source, remedy=remedy) from None
    _refuse_other_formats(document, source)
    try:
        return Study.model_validate(document).placed(folder)
    except ValidationError as error:
        first, *others = complaints(error, document)
        for other in others:
            first.add_note(str(other))
        raise first from None


def _refuse_other_formats(document: dict[str, Any], source: str) -> None:
    version = document.get("format", 1)
    if isinstance(version, int) and version > 1:
        raise DocumentError(
            f"{source} was made by a newer version of the program.",
            where="format",
            why=f"Its form is number {version}; this program reads number 1.",
            remedy="Install the newer version.",
        )


def importer_of(wave: WaveFile) -> dict[str, Any]:
    """Return the importer options of a wave's file, apart from what the file is to the study."""
    return wave.model_dump(exclude=set(WaveFile.model_fields))
