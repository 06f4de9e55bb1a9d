"""What this program knows: every kind of every family, told from the code itself."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import TYPE_CHECKING

import studytool.describe.analyses
import studytool.exporters.formats
import studytool.exposure.rules
import studytool.intake.formats
import studytool.models
import studytool.models.estimators
import studytool.report.charts
import studytool.report.tables
import studytool.sensitivity
import studytool.sensitivity.analyses
import studytool.survey.measures
from studytool.core.spec import Kind, kinds
from studytool.describe.analysis import Analysis
from studytool.exporters.exporter import Exporter
from studytool.exposure.rule import Exposure
from studytool.intake.importer import Importer
from studytool.models.spec import ModelSpec
from studytool.report.material import ChartSpec, TableSpec
from studytool.sensitivity.spec import SensitivitySpec
from studytool.survey.measure import Measure

if TYPE_CHECKING:
    from studytool.models.method import Method


def families() -> dict[str, dict[str, type[Kind]]]:
    """Return the members of every family, by family and kind, in the order of the line."""
    return {
        "importers": kinds(Importer, studytool.intake.formats),
        "measures": kinds(Measure, studytool.survey.measures),
        "rules": kinds(Exposure, studytool.exposure.rules),
        "analyses": kinds(Analysis, studytool.describe.analyses),
        "models": kinds(ModelSpec, studytool.models.estimators),
        "sensitivity": kinds(SensitivitySpec, studytool.sensitivity.analyses),
        "tables": kinds(TableSpec, studytool.report.tables),
        "charts": kinds(ChartSpec, studytool.report.charts),
        "exporters": kinds(Exporter, studytool.exporters.formats),
    }


def catalogue() -> dict[str, dict[str, str]]:
    """Return the first sentence about every kind, by family and kind."""
    return {
        family: {kind: _words(member).splitlines()[0] for kind, member in members.items()}
        for family, members in families().items()
    }


def methods(*, width: int = 80) -> str:
    """Return what every method says of itself: estimators, standard errors, draws, adjustments.

    Parameters
    ----------
    width : int
        Letters a line.
    """
    from studytool.models.method_page import registry
    from studytool.sensitivity.pages import sensitivity_pages

    estimators = kinds(ModelSpec, studytool.models.estimators)
    tested = kinds(SensitivitySpec, studytool.sensitivity.analyses)
    told = registry(estimators.values(), other_methods(), width=width)
    return f"{told}\n\n{sensitivity_pages(tested.values(), width)}"


def other_methods() -> tuple[Method, ...]:
    """Return the methods that are no estimators, each told beside its code in ``METHODS``."""
    found = [
        module
        for package in (studytool.models, studytool.sensitivity)
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    ]
    own = [module.name for module in found if not module.ispkg and not _is_kind(module.name)]
    names = sorted(own, key=lambda name: name.rpartition(".")[2])
    listed = (getattr(importlib.import_module(name), "METHODS", ()) for name in names)
    return tuple(method for those in listed for method in those)


def _is_kind(name: str) -> bool:
    """Tell whether a module holds a kind, which tells of itself."""
    packages = (studytool.models.estimators, studytool.sensitivity.analyses)
    return name.startswith(tuple(package.__name__ + "." for package in packages))


def _words(member: type[Kind]) -> str:
    return inspect.cleandoc(member.__doc__ or "")
