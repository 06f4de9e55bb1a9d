"""What a run makes: everything, what may leave the team, and what it was made from."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from studytool.survey.decided import decisions_together, rows_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.findings import Finding
    from studytool.describe.analysis import Description
    from studytool.exporters.exporter import Output
    from studytool.exposure.rule import ExposureLink
    from studytool.models.result import ModelResult
    from studytool.report.figure import Figure
    from studytool.report.material import Material
    from studytool.report.quantity import Reproduced
    from studytool.report.table import Table
    from studytool.roi.cost import Ledger
    from studytool.roi.returns import Returns
    from studytool.study import Study
    from studytool.survey.panel import AppliedDecision, Panel

_ENGINES = ("studytool", "numpy", "pandas", "scipy")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a run was made from and with: enough to reproduce it, or to refuse.

    Attributes
    ----------
    study_digest : str
        SHA-256 of the document.
    sources : mapping of file to SHA-256
        Every file that was read.
    versions : mapping of name to version
        The program, Python and the engines that touch numbers.
    seed : int
        The study's seed.
    seconds : float
        Wall time of the run; the only thing here that differs between equal runs.
    """

    study_digest: str
    sources: Mapping[str, str]
    versions: Mapping[str, str]
    seed: int
    seconds: float


def versions_in_use() -> dict[str, str]:
    """Return the versions of Python, of the program and of the engines that touch numbers."""
    return {"python": platform.python_version()} | {name: version(name) for name in _ENGINES}


def provenance_of(
    study: Study, sources: Mapping[str, str], versions: Mapping[str, str], *, seconds: float
) -> Provenance:
    """Return what a run of `study` was made from and with."""
    return Provenance(study.digest, dict(sorted(sources.items())), versions, study.seed, seconds)


def notes_on(
    provenance: Provenance, panel: Panel, hidden: Sequence[Finding], *, minimum: int
) -> tuple[str, ...]:
    """Return how the numbers of a run were made, one plain sentence each.

    Parameters
    ----------
    provenance : Provenance
        Document, files, versions and seed.
    panel : Panel
        Its decisions are told with the rows they changed. Their reasons are for the team alone.
    hidden : sequence of Finding
        Cells hidden and released. How a hidden cell could be worked out is for the team alone.
    minimum : int
        Fewer rows than this are not counted.
    """
    decisions = decisions_together(panel.decisions)
    made_with = ", ".join(f"{name} {number}" for name, number in provenance.versions.items())
    return (
        f"Study document: SHA-256 {provenance.study_digest}.",
        f"Seed: {provenance.seed}.",
        f"Made with {made_with}.",
        *(f"File {name}: SHA-256 {digest}." for name, digest in provenance.sources.items()),
        *(f"Decision: {_decision(made, minimum)}." for made in decisions),
        *(finding.message for finding in hidden if finding.code != "cell_recoverable"),
    )


def _decision(made: AppliedDecision, minimum: int) -> str:
    where = [made.source] if made.source else []
    where += [f"column {made.column}"] if made.column else []
    what = (made.action.replace("_", " "), rows_in_words(made.rows, minimum), *where)
    return ", ".join(what)


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one run made, small cells still in it: for the study's own team.

    Attributes
    ----------
    study : Study
        What was asked for.
    link : ExposureLink
        The linked panel and where the logs' rows went.
    material : Material
        Analyses and models by name, each with the request it answers.
    tables, figures : mapping of name to Table, to Figure
        As laid out, before small cells are hidden.
    ledger : Ledger or None
        What it cost.
    returns : Returns or None
        Value for money.
    output : Output
        What may leave the team: small cells hidden.
    reproduced : tuple of Reproduced
        Published numbers against ours.
    findings : tuple of Finding
        What to mind about the data and the hidden cells, the serious first.
    provenance : Provenance
        What it was made from and with.
    """

    study: Study
    link: ExposureLink
    material: Material
    tables: Mapping[str, Table]
    figures: Mapping[str, Figure]
    ledger: Ledger | None
    returns: Returns | None
    output: Output
    reproduced: tuple[Reproduced, ...]
    findings: tuple[Finding, ...]
    provenance: Provenance

    @property
    def panel(self) -> Panel:
        """The linked panel."""
        return self.link.panel

    @property
    def results(self) -> dict[str, ModelResult]:
        """Model results by name."""
        return {name: result for name, (_, result) in self.material.models.items()}

    @property
    def analyses(self) -> dict[str, Description]:
        """Descriptive results by name."""
        return {name: made for name, (_, made) in self.material.analyses.items()}
