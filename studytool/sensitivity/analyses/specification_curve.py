"""The specification curve: every combination of defensible choices, not the one that was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.models.spec import Covariance
from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.result import NotAvailable
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.methods.specifications import Fitted
    from studytool.sensitivity.result import Line, SensitivityResult
    from studytool.sensitivity.subject import Subject


class SpecificationCurve(OfTerm):
    """The estimate under every combination of declared choices.

    Notes
    -----
    Outcomes, sets of controls, sets of effects, standard errors and samples are declared; every
    combination is fitted. Told are the range, the median, and how many agree in sign with the
    model and differ from 0. One test of all together, the median under treatment dealt out
    again as it was drawn, is made only where a lottery decided; specifications share their data,
    so that counting them is no test.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), https://doi.org/10.1038/s41562-020-0912-z
    """

    called: ClassVar[str] = "Specification curve"
    order: ClassVar[int] = 12
    question: ClassVar[str] = "Would other defensible choices have led elsewhere?"
    right_when: ClassVar[str] = (
        "Every combination is one that a careful analyst could have chosen for the same question."
    )
    wrong_when: ClassVar[str] = (
        "Combinations answer other questions, or leave out what has to be held fixed."
    )
    needs_in_words: ClassVar[str] = "a declared grid of choices"
    assumes: ClassVar[str] = "that each combination would be right if its assumptions held"
    equation: ClassVar[str] = "b_s for every s of outcomes x controls x effects x errors x samples"
    sources: ClassVar[tuple[str, ...]] = (
        "Simonsohn, Simmons and Nelson (2020), https://doi.org/10.1038/s41562-020-0912-z",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "A specification that cannot be fitted stays as a line that says why.",
        "Where treatment was not random there is no joint test, and it says so.",
        "More than 2000 specifications are refused.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "each line is the same model asked for alone, 1e-9; the joint test by fitting "
            "every deal (tests/sensitivity/analyses/test_specification_curve.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("control_sets", "effect_sets", "samples")
    drawn_as: ClassVar[str] = "specification_curve"

    kind: Literal["specification_curve"] = "specification_curve"
    outcomes: tuple[str, ...] = Field(
        title="Outcomes", default=(), description="Outcomes; that of the model where left out."
    )
    control_sets: tuple[str, ...] = Field(
        title="Sets of controls",
        default=(),
        description='Sets of controls, such as ["", "age", "age + hh_size"]; "" is none.',
    )
    effect_sets: tuple[str, ...] = Field(
        title="Sets of effects",
        default=(),
        description='Sets of effects, such as ["person + wave", "person + school*wave"].',
    )
    covariance: tuple[Covariance, ...] = Field(
        title="Standard errors",
        default=(),
        description='How spread is worked out, such as ["cr1", "cr2"].',
    )
    samples: tuple[str, ...] = Field(
        title="Samples",
        default=(),
        description='Conditions on rows, such as ["", "age >= 7"]; "" is all rows.',
    )
    draws: int = Field(
        title="Draws of the joint test",
        default=999,
        ge=0,
        le=100_000,
        description="Deals of the joint test where a lottery decided; 0 leaves it out.",
    )

    @model_validator(mode="after")
    def _refuse_empty(self) -> Self:
        grid = self._grid()
        if not any(len(values) > 1 for values in grid.values()):
            raise PydanticCustomError(
                "empty_grid",
                "there is nothing to choose between",
                {"remedy": 'Declare choices, such as control_sets = ["", "age"].'},
            )
        for name, values in grid.items():
            if len(set(values)) < len(values):
                raise PydanticCustomError(
                    "grid_twice", "{name} has a choice twice", {"name": name, "remedy": ""}
                )
        return self

    def _grid(self) -> dict[str, tuple[str, ...]]:
        return {
            "outcome": self.outcomes,
            "controls": self.control_sets,
            "effects": self.effect_sets,
            "covariance": self.covariance,
            "where": self.samples,
        }

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        taken = model.options()
        lacking = [name for name, values in self._grid().items() if values and name not in taken]
        if not lacking:
            return ""
        return f'"{model.name}" is of kind "{model.kind_name()}", which has no {lacking[0]}.'

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If there are too many specifications, or none can be fitted.
        """
        from studytool.core.errors import ModelError
        from studytool.sensitivity.methods.dealt_together import assigned_at_random
        from studytool.sensitivity.methods.specifications import fit_each, list_specifications
        from studytool.sensitivity.methods.specifications_together import fit_specifications
        from studytool.sensitivity.result import SensitivityResult
        from studytool.sensitivity.subject import lead_term, original_line

        term = lead_term(subject, self.term)
        dealt = self.draws and assigned_at_random(subject) is not None
        fit = fit_each if dealt else fit_specifications
        fitted = fit(subject, term, list_specifications(self._grid()), self.name)
        lines = [_line(place, one) for place, one in enumerate(fitted, start=1)]
        known = [line for line in lines if line.estimate is not None]
        if not known:
            raise ModelError(
                "No specification could be fitted.", why=lines[0].reason, remedy="Check the grid."
            )
        original = original_line(subject, term)
        together, why = _together(self, subject, term, fitted)
        measures = {**_counts(original, known), **together}
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original, *lines),
            statement=_statement(len(lines), measures),
            method=f"Every combination of declared choices; {why}",
            measures=measures,
            words=_WORDS,
            people=subject.result.n_people,
            seed=subject.seed,
        )


_WORDS = {
    "n_specifications": "Specifications fitted",
    "n_same_sign": "Of these, with the sign of the model",
    "n_significant": "Of these, whose interval leaves out 0",
    "median": "Median estimate",
    "lowest": "Lowest estimate",
    "highest": "Highest estimate",
    "joint_p": "All together: p of the median",
}


def _line(place: int, fitted: Fitted) -> Line:
    from studytool.sensitivity.result import Line, line_of

    choices = tuple((name, value or "none") for name, value in fitted.specification.choices)
    name = f"spec[{place}]"
    label = "; ".join(f"{what} {value}" for what, value in choices)
    if fitted.estimate is None:
        return Line(name, label, choices=choices, reason=fitted.reason)
    return line_of(name, label, fitted.estimate, people=fitted.people, choices=choices)


def _counts(original: Line, known: Sequence[Line]) -> dict[str, float | NotAvailable]:
    import statistics

    values = [line.estimate or 0.0 for line in known]
    above = (original.estimate or 0.0) > 0
    alike = [line for line in known if ((line.estimate or 0.0) > 0) == above]
    clear = [
        line
        for line in alike
        if line.low is not None and line.high is not None and not line.low <= 0 <= line.high
    ]
    return {
        "n_specifications": float(len(known)),
        "n_same_sign": float(len(alike)),
        "n_significant": float(len(clear)),
        "median": float(statistics.median(values)),
        "lowest": min(values),
        "highest": max(values),
    }


def _together(
    spec: SpecificationCurve, subject: Subject, term: str, fitted: Sequence[Fitted]
) -> tuple[dict[str, float | NotAvailable], str]:
    """Return the joint test where it can be had, and how it was or why it was not."""
    from studytool.core.errors import ModelError
    from studytool.models.result import Estimate
    from studytool.sensitivity.methods.dealt_together import assigned_at_random, judge_together

    entry = assigned_at_random(subject)
    if entry is None:
        return {}, "no joint test, for treatment was not recorded as random"
    if not spec.draws:
        return {}, "no joint test was asked for"
    found = [one for one in fitted if isinstance(one.estimate, Estimate)]
    results = [one.result for one in found if one.result is not None]
    try:
        together = judge_together(subject, term, results, entry, draws=spec.draws)
    except ModelError as error:
        return {}, f"no joint test: {error.reason}"
    return {"joint_p": together.p}, (
        f"joint test by {together.draws:,} deals as drawn, of the median (Simonsohn, Simmons and "
        "Nelson 2020)"
    )


def _statement(count: int, measures: dict[str, float | NotAvailable]) -> str:
    from studytool.sensitivity.words import number, span

    told = {name: value for name, value in measures.items() if isinstance(value, float)}
    fitted = int(told["n_specifications"])
    lost = f" ({count - fitted} could not be fitted)" if fitted < count else ""
    joint = f"; together p {number(told['joint_p'])}" if "joint_p" in told else ""
    alike, clear = int(told["n_same_sign"]), int(told["n_significant"])
    return (
        f"Of {fitted} specifications{lost}, {alike} agree in sign with the model and {clear} of "
        f"them have an interval without 0; estimates from {span(told['lowest'], told['highest'])}"
        f"{joint}."
    )
