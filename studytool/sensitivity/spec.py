"""The family of sensitivity analyses: what each says of itself, and the verb `judge`."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from studytool.core.spec import Kind

if TYPE_CHECKING:
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject


class SensitivitySpec(Kind):
    """Options every sensitivity analysis has. Members add theirs and the verb `judge`.

    Attributes
    ----------
    order : int
        Place among the analyses a person chooses from.
    question : str
        What it answers, as somebody would ask it.
    right_when, wrong_when : str
        When its answer serves and when it misleads, one sentence each.
    needs_in_words : str
        What the model or the data must have, to stand after "Needs".
    assumes : str
        What is still taken for granted, to stand after "Assumes".
    equation : str
        What is computed, in symbols.
    sources : tuple of str
        Papers, with DOI.
    edge_cases : tuple of str
        What happens on data it was not made for, one sentence each.
    verified : tuple of str
        What it was checked against and to what tolerance.
    asked_first : tuple of str
        Options of its own that a form asks beside the question; the others are folded away.
    shown_in : str
        Kind of the table that shows it.
    drawn_as : str
        Kind of the chart that draws it.
    """

    family: ClassVar[str] = "sensitivity"
    order: ClassVar[int] = 100
    question: ClassVar[str] = ""
    right_when: ClassVar[str] = ""
    wrong_when: ClassVar[str] = ""
    needs_in_words: ClassVar[str] = ""
    assumes: ClassVar[str] = ""
    equation: ClassVar[str] = ""
    sources: ClassVar[tuple[str, ...]] = ()
    edge_cases: ClassVar[tuple[str, ...]] = ()
    verified: ClassVar[tuple[str, ...]] = ()
    asked_first: ClassVar[tuple[str, ...]] = ()
    shown_in: ClassVar[str] = "sensitivity"
    drawn_as: ClassVar[str] = "brackets"

    name: str = Field(description="Name by which tables, charts and the brief ask for it.")
    title: str = Field(default="", description="What a reader sees.")
    model: str = Field(description="Model whose conclusion is put to the test.")

    def refuses(self, model: ModelSpec) -> str:  # noqa: ARG002  # for members that read it
        """Return why it is not for a model, as a sentence; empty where it is."""
        return ""

    @abstractmethod
    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If it cannot be done with this model on these data.
        """


class OfTerm(SensitivitySpec):
    """An analysis that judges one estimate of the model."""

    term: str = Field(
        default="",
        description="Estimate that is judged; the first treatment of the model where left out.",
    )


class ByWeights(OfTerm):
    """An analysis that fits the model again with weights made from the baseline."""

    drawn_as: ClassVar[str] = "brackets"
    asked_first: ClassVar[tuple[str, ...]] = ("variables",)

    variables: tuple[str, ...] = Field(
        title="Alike in",
        min_length=1,
        description="Variables as they were at the baseline: names, C(x) for a factor.",
    )
    baseline_wave: float | None = Field(
        title="Baseline wave", default=None, description="Wave of the baseline; the first if empty."
    )

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        if "weights" in model.options():
            return ""
        return f'"{model.name}" is of kind "{model.kind_name()}", which takes no weights.'
