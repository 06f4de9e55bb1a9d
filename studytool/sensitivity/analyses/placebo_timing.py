"""Placebo timing: treatment made to begin earlier than it did, on rows before it began."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject

TAKEN = ("did", "fixed_effects", "first_difference", "random_effects", "mundlak", "gee", "mixed")
"""Kinds that compare before and after."""


class PlaceboTiming(OfTerm):
    """The same model on rows before treatment alone, as if it had begun earlier.

    Notes
    -----
    Rows from the true start on leave; treatment is taken to have begun `earlier` waves before it.
    An effect of what had not happened yet says that the groups were on different paths. It needs
    two waves before treatment.

    References
    ----------
    Bertrand, Duflo and Mullainathan (2004), https://doi.org/10.1162/003355304772839588
    """

    called: ClassVar[str] = "Placebo timing"
    order: ClassVar[int] = 11
    question: ClassVar[str] = "Does the model find an effect before treatment began?"
    right_when: ClassVar[str] = "There are several waves before treatment began."
    wrong_when: ClassVar[str] = (
        "People changed in expectation of treatment, or were chosen by a score of those waves."
    )
    needs_in_words: ClassVar[str] = "two waves or more before treatment"
    assumes: ClassVar[str] = "that nobody changed in expectation of treatment"
    equation: ClassVar[str] = "the model on t < start, D_it = 1 from start - k on: b should be 0"
    sources: ClassVar[tuple[str, ...]] = (
        "Bertrand, Duflo and Mullainathan (2004), https://doi.org/10.1162/003355304772839588",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "With one wave before treatment it is refused.",
        "Event studies are refused: their waves before treatment show the same.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "the same model written by hand on the rows before, 1e-10; an early path found by "
            "simulation (tests/sensitivity/analyses/test_placebo_timing.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("earlier",)

    kind: Literal["placebo_timing"] = "placebo_timing"
    earlier: int = Field(
        title="Waves earlier",
        default=1,
        ge=1,
        description="How many waves earlier treatment is made to begin.",
    )

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        if model.kind_name() in TAKEN:
            return ""
        return (
            f'"{model.name}" is of kind "{model.kind_name()}", which does not compare before and '
            "after by one treatment, or shows its waves before treatment itself."
        )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If there are too few waves before treatment.
        """
        from studytool.sensitivity.methods.earlier import refit_earlier
        from studytool.sensitivity.result import SensitivityResult, line_of
        from studytool.sensitivity.subject import lead_term, original_line

        term = lead_term(subject, self.term)
        fitted = refit_earlier(subject, self.earlier)
        label = f"As if it had begun {self.earlier} wave{'s' * (self.earlier > 1)} earlier"
        line = line_of("earlier", label, fitted.estimates[term], people=fitted.n_people)
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original_line(subject, term), line),
            statement=_statement(line.low, line.high),
            method="The same model on the rows before treatment, which is made to begin earlier",
            people=subject.result.n_people,
            seed=subject.seed,
        )


def _statement(low: float | None, high: float | None) -> str:
    from studytool.sensitivity.words import span

    if low is None or high is None:
        return "The placebo could not be estimated."
    if low <= 0 <= high:
        return (
            f"Before treatment began the model finds no effect ({span(low, high)}), as should be."
        )
    return (
        f"The model finds an effect ({span(low, high)}) before treatment began, so the groups were "
        "on different paths already."
    )
