"""Placebo outcome: the same model of something that treatment cannot have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from studytool.models.result import ModelResult
    from studytool.sensitivity.result import Line, SensitivityResult
    from studytool.sensitivity.subject import Subject


class PlaceboOutcome(OfTerm):
    """The same model of outcomes that treatment cannot have changed.

    Notes
    -----
    An effect on a placebo outcome says that the groups part for another reason. That none is
    found says little where few people would find none anyway: look at the intervals.

    References
    ----------
    Lipsitch, Tchetgen Tchetgen and Cohen (2010), https://doi.org/10.1097/EDE.0b013e3181d61eeb
    """

    called: ClassVar[str] = "Placebo outcome"
    order: ClassVar[int] = 10
    question: ClassVar[str] = "Does the model find effects where there can be none?"
    right_when: ClassVar[str] = (
        "The placebo is moved by what could bias the model, and cannot be moved by treatment."
    )
    wrong_when: ClassVar[str] = "The placebo has nothing to do with what could bias the model."
    needs_in_words: ClassVar[str] = "an outcome that treatment cannot have changed"
    assumes: ClassVar[str] = "that treatment does not touch the placebo"
    equation: ClassVar[str] = "the model with another outcome: b should be 0"
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Lipsitch, Tchetgen Tchetgen and Cohen (2010), "
            "https://doi.org/10.1097/EDE.0b013e3181d61eeb"
        ),
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "A baseline value of the outcome becomes that of the placebo.",
        "Where the model of a placebo cannot be fitted, the line says why.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "the same model asked for with that outcome, same bits "
            "(tests/sensitivity/analyses/test_placebo_outcome.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("outcomes",)

    kind: Literal["placebo_outcome"] = "placebo_outcome"
    outcomes: tuple[str, ...] = Field(
        title="Placebo outcomes",
        min_length=1,
        description="Variables that treatment cannot have changed.",
    )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If a placebo is the outcome of the model, or does not exist.
        """
        from studytool.sensitivity.result import SensitivityResult
        from studytool.sensitivity.subject import lead_term, original_line

        term = lead_term(subject, self.term)
        lines = [
            _line(self, subject, term, place, outcome)
            for place, outcome in enumerate(self.outcomes)
        ]
        tested = [line.p for line in lines if line.p is not None]
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original_line(subject, term), *lines),
            statement=_statement(subject, lines),
            method="The same model of outcomes that treatment cannot have changed",
            measures={"smallest_p": min(tested)} if tested else {},
            words={"smallest_p": "Smallest p of a placebo"},
            people=subject.result.n_people,
            seed=subject.seed,
        )


def _line(spec: PlaceboOutcome, subject: Subject, term: str, place: int, outcome: str) -> Line:
    from studytool.core.errors import ModelError
    from studytool.models.arrays.columns import find_column
    from studytool.sensitivity.result import Line, line_of

    subject.progress.step(f"{spec.name}: {outcome}", place, len(spec.outcomes))
    if outcome == subject.model.outcome:
        raise ModelError(
            f'"{outcome}" is the outcome of the model itself.',
            where=f"outcomes[{place}]",
            remedy="Name something that treatment cannot have changed.",
        )
    column = find_column(outcome, subject.panel)
    variable = subject.panel.codebook.get(column)
    name, label = f"outcome[{outcome}]", variable.shown if variable is not None else outcome
    try:
        fitted = _refitted(subject, outcome)
    except ModelError as error:
        return Line(name, label, reason=error.reason)
    return line_of(name, label, fitted.estimates[term], people=fitted.n_people)


def _refitted(subject: Subject, outcome: str) -> ModelResult:
    from studytool.sensitivity.subject import refit

    changes: dict[str, Any] = {"outcome": outcome}
    baseline = getattr(subject.model, "baseline", ())
    if subject.model.outcome in baseline:
        changes["baseline"] = tuple(
            outcome if name == subject.model.outcome else name for name in baseline
        )
    return refit(subject, **changes)


def _statement(subject: Subject, lines: list[Line]) -> str:
    from studytool.core.counted import several
    from studytool.sensitivity.words import number

    tested = [line for line in lines if line.p is not None]
    if not tested:
        return "No model of a placebo outcome could be fitted."
    error = 1 - subject.result.level
    found = [line.label for line in tested if line.p is not None and line.p < error]
    least = min(line.p for line in tested if line.p is not None)
    if not found:
        return (
            f"None of {several(len(tested), 'placebo outcome')} differs between the groups "
            f"(smallest p {number(least)}), as should be."
        )
    return (
        f"The model finds an effect on {', '.join(found)}, where there can be none, so its groups "
        "part for another reason too."
    )
