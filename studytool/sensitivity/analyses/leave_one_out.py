"""Leave one out: the model without each school, or each unit of another level, in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import OfTerm

if TYPE_CHECKING:
    from studytool.sensitivity.result import Line, SensitivityResult
    from studytool.sensitivity.subject import Subject

MOST = 60
"""Most units that are left out one by one."""


class LeaveOneOut(OfTerm):
    """The model fitted again without each unit of a level in turn.

    Notes
    -----
    A line for each unit with rows in the sample: the same model on all other rows. It shows
    whether one place alone makes the result; it is no standard error.

    References
    ----------
    Belsley, Kuh and Welsch (1980), Regression Diagnostics, https://doi.org/10.1002/0471725153
    """

    called: ClassVar[str] = "Leave one out"
    order: ClassVar[int] = 9
    question: ClassVar[str] = "Does one school alone make the result?"
    right_when: ClassVar[str] = "There are few places, and each may have had a story of its own."
    wrong_when: ClassVar[str] = (
        "It is taken for a test: lines share most of their rows and move together."
    )
    needs_in_words: ClassVar[str] = "a level with two units or more"
    assumes: ClassVar[str] = "nothing beyond the model"
    equation: ClassVar[str] = "b without unit g, for each g"
    sources: ClassVar[tuple[str, ...]] = (
        (
            "Belsley, Kuh and Welsch (1980), Regression Diagnostics, "
            "https://doi.org/10.1002/0471725153"
        ),
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "One unit is refused, and so are more than 60.",
        "A level that says who a person or a family is, is refused: its lines would name them.",
        "Where the model cannot be fitted without a unit, the line says why.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "the same model with the unit left out by `where`, same bits "
            "(tests/sensitivity/analyses/test_leave_one_out.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("level",)

    kind: Literal["leave_one_out"] = "leave_one_out"
    level: str = Field(
        title="Left out one by one",
        default="school",
        description="Level or column whose units are left out in turn.",
    )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If the level does not exist, names people or families, or has one unit or too many.
        """
        from studytool.sensitivity.result import SensitivityResult
        from studytool.sensitivity.subject import lead_term, original_line

        term = lead_term(subject, self.term)
        original = original_line(subject, term)
        lines = _lines(self, subject, term)
        known = [line.estimate for line in lines if line.estimate is not None]
        measures = {"lowest": min(known), "highest": max(known)} if known else {}
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original, *lines),
            statement=_statement(self, original, lines),
            method=f"Each {self.level} left out in turn, the model fitted again on the others",
            measures=measures,
            words={"lowest": "Lowest estimate", "highest": "Highest estimate"},
            people=subject.result.n_people,
            seed=subject.seed,
        )


def _lines(spec: LeaveOneOut, subject: Subject, term: str) -> list[Line]:
    import numpy as np

    from studytool.core.errors import ModelError
    from studytool.models.arrays.columns import find_column
    from studytool.models.arrays.design import written
    from studytool.models.guard.facts import gather_facts
    from studytool.sensitivity.methods.part_of_panel import with_rows
    from studytool.sensitivity.result import Line, line_of
    from studytool.sensitivity.subject import refit

    panel = subject.panel
    _refuse_ids(spec, subject)
    values = panel.frame[find_column(spec.level, panel)]
    facts = gather_facts(subject.model, subject.result, panel)
    units = sorted(values[facts.used].dropna().unique())
    _refuse_count(spec, len(units))
    lines = []
    for place, unit in enumerate(units):
        subject.progress.step(f"{spec.name}: without {written(unit)}", place, len(units))
        mine = (values == unit).to_numpy(dtype=bool)
        people = int(np.unique(facts.people[mine & facts.used]).size)
        name, label = f"without[{written(unit)}]", f"Without {written(unit)}"
        try:
            fitted = refit(subject, with_rows(panel, ~mine))
        except ModelError as error:
            lines.append(Line(name, label, behind=people, reason=error.reason))
            continue
        found = fitted.estimates.get(term)
        if found is None:
            lines.append(Line(name, label, behind=people, reason=f"there is no {term} without it"))
            continue
        lines.append(line_of(name, label, found, people=fitted.n_people, behind=people))
    return lines


def _refuse_ids(spec: LeaveOneOut, subject: Subject) -> None:
    from studytool.core.errors import ModelError
    from studytool.survey.conditions import is_id

    if spec.level == "person" or is_id(spec.level, subject.panel):
        raise ModelError(
            f'"{spec.level}" says which person or family a row is of.',
            where="level",
            why="Each line would be named after one of them.",
            remedy='Leave out schools or sites: level = "school".',
        )


def _refuse_count(spec: LeaveOneOut, count: int) -> None:
    from studytool.core.errors import ModelError

    if count < 2:  # noqa: PLR2004  # one unit, or none
        raise ModelError(
            f'The sample has {count or "no"} unit of "{spec.level}", and leaving it out leaves '
            "nobody.",
            where="level",
            remedy="Name a level with several units, such as school.",
        )
    if count > MOST:
        raise ModelError(
            f'The sample has {count} units of "{spec.level}": more than {MOST} lines.',
            where="level",
            remedy="Name a level with fewer units, such as school or site.",
        )


def _statement(spec: LeaveOneOut, original: Line, lines: list[Line]) -> str:
    from studytool.core.counted import several
    from studytool.sensitivity.words import number, verdict

    known = [line for line in lines if line.estimate is not None]
    if not known:
        return f"The model cannot be estimated without any {spec.level}."
    ends = [line.estimate or 0.0 for line in known]
    between = f"from {number(min(ends))} to {number(max(ends))}"
    words = verdict(original, original)
    kept = [line for line in known if verdict(original, line) == words]
    if len(kept) == len(lines):
        start = "The conclusion holds" if words == "The conclusion holds" else words
        return f"{start} whichever {spec.level} is left out: the estimate goes {between}."
    others = ", ".join(line.label for line in lines if line not in kept)
    return (
        f"The conclusion stays the same in {len(kept)} of {several(len(lines), 'line')}, and not "
        f"in: {others}. The estimate goes {between}."
    )
