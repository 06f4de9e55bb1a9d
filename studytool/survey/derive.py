"""Variables computed from others: ``[[derived]]`` and ``[[measures]]``, in order of need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from studytool.core.counted import Counted, several
from studytool.core.errors import DocumentError, StudyError
from studytool.core.expression import Expression, evaluate, parse
from studytool.core.findings import Finding
from studytool.core.spec import Spec, nearest
from studytool.survey.codebook import Variable
from studytool.survey.panel import with_column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pandas as pd

    from studytool.survey.measure import Measure
    from studytool.survey.panel import Panel


class Derived(Spec):
    """One entry of ``[[derived]]``: a variable computed by an expression."""

    name: str = Field(description="Name of the new variable.")
    expression: str = Field(
        description="How it is computed from other columns, such as log(income)."
    )
    label: str = Field(default="", description="What a reader sees.")
    unit: str = Field(default="", description="Unit, such as points or rand.")
    higher_is: Literal["worse", "better"] | None = Field(
        default=None, description="Whether a higher value is worse or better for the child."
    )
    labels: dict[str, str] = Field(default={}, description="What each value means.")

    def inputs(self) -> tuple[str, ...]:
        """Return the names of the columns it reads.

        Raises
        ------
        DocumentError
            If the expression cannot be read.
        """
        return parse(self.expression).names()


def add_columns(
    panel: Panel,
    derived: Sequence[Derived],
    measures: Sequence[Measure],
    *,
    only: Collection[str] | None = None,
) -> tuple[Panel, tuple[str, ...]]:
    """Compute every variable whose inputs exist, those that others need first.

    Parameters
    ----------
    panel : Panel
        The columns so far.
    derived : sequence of Derived
        Variables by expression.
    measures : sequence of Measure
        Scores and bands.
    only : collection of str, optional
        Names to compute, as returned by an earlier call; all where absent.

    Returns
    -------
    panel : Panel
        With the new columns.
    waiting : tuple of str
        Names of variables whose inputs do not exist, in the order of the document.

    Raises
    ------
    DocumentError
        If a name exists already or an expression cannot be read or computed.
    DataError
        If the cells contradict a measure.
    """
    pending = _named(derived, measures, only)
    _refuse_existing(panel, pending)
    inputs = {}
    for place, item in pending:
        try:
            inputs[item.name] = item.inputs()
        except StudyError as error:
            raise error.placed(place) from None
    while ready := [
        (place, item)
        for place, item in pending
        if all(name in panel.codebook for name in inputs[item.name])
    ]:
        for place, item in ready:
            try:
                panel = _added(panel, item, place)
            except StudyError as error:
                raise error.placed(place) from None
        pending = [entry for entry in pending if entry not in ready]
    return panel, tuple(item.name for _, item in pending)


def refuse_waiting(
    waiting: Sequence[str], panel: Panel, derived: Sequence[Derived], measures: Sequence[Measure]
) -> None:
    """Raise an error if any variable still waits for its inputs.

    Parameters
    ----------
    waiting : sequence of str
        Names that `add_columns` could not compute.
    panel : Panel
        The columns there are.
    derived, measures
        As given to `add_columns`.

    Raises
    ------
    DocumentError
        If an input is unknown, or the variables need one another in a circle.
    """
    entries = _named(derived, measures, waiting)
    known = sorted({*panel.codebook, *waiting})
    for place, item in entries:
        for name in item.inputs():
            if name not in panel.codebook and name not in waiting:
                raise DocumentError(
                    f'"{item.name}" is computed from "{name}", which does not exist.',
                    where=place,
                    remedy=nearest(name, known),
                )
    if entries:
        place, item = entries[0]
        circle = ", ".join(f'"{name}"' for name in waiting)
        raise DocumentError(
            f'"{item.name}" cannot be computed: it needs itself.',
            where=place,
            why=f"These need one another in a circle: {circle}.",
            remedy="Compute one of them from columns of the files alone.",
        )


def _named(
    derived: Sequence[Derived], measures: Sequence[Measure], only: Collection[str] | None
) -> list[tuple[str, Derived | Measure]]:
    entries: list[tuple[str, Derived | Measure]] = [
        *((f"derived[{place}]", item) for place, item in enumerate(derived)),
        *((f"measures[{place}]", item) for place, item in enumerate(measures)),
    ]
    return [entry for entry in entries if only is None or entry[1].name in only]


def _refuse_existing(panel: Panel, entries: Sequence[tuple[str, Derived | Measure]]) -> None:
    seen = set(panel.codebook)
    for place, item in entries:
        if item.name in seen:
            raise DocumentError(
                f'"{item.name}" exists already.',
                where=f"{place}.name",
                why="A computed variable never replaces another.",
                remedy="Give it a name of its own.",
            )
        seen.add(item.name)


def _added(panel: Panel, item: Derived | Measure, place: str) -> Panel:
    if not isinstance(item, Derived):
        scored = item.score(panel)
        return with_column(
            panel, scored.variable, scored.values, reasons=scored.reasons, findings=scored.findings
        )
    expression = parse(item.expression)
    values = _computed(panel, expression)
    variable = Variable(
        name=item.name,
        label=item.label,
        unit=item.unit,
        higher_is=item.higher_is,
        labels=item.labels,
        type="number" if values.dtype.kind == "f" else "text",
    )
    return with_column(
        panel,
        variable,
        values,
        reasons=inherited_reasons(panel, item, values),
        findings=[finding.placed(place) for finding in _without_answer(panel, item, expression)],
    )


def _computed(panel: Panel, expression: Expression) -> pd.Series:
    frame, design = panel.frame, panel.design
    return evaluate(
        expression,
        {str(name): frame[name] for name in expression.names()},
        n_rows=len(frame),
        person=frame.get(design.person),
        wave=frame[design.wave],
        waves=tuple(panel.waves),
    )


def _without_answer(panel: Panel, item: Derived, expression: Expression) -> Iterator[Finding]:
    """Yield a finding where all inputs have a value and the expression has no answer."""
    from studytool.survey.unanswered import find_unanswered

    rows = find_unanswered(expression.tree, lambda part: _computed(panel, part))
    count = int(rows.sum())
    if not count:
        return
    person = panel.design.person
    people = count if person is None else panel.frame.loc[rows, person].nunique()
    words = several(count, "row")
    yield Finding(
        "warning",
        "computed_missing",
        f'"{item.name}" is missing in {words} although all that it is computed from is there: '
        f"{item.expression} has no answer, as a logarithm of 0 or less and a division by 0 have "
        "none. These rows are in no model and no mean that uses it.",
        remedy="Say what they should be, such as where(income > 0, log(income), 0), or say in the "
        "text who is left out.",
        counts=(Counted(words, (people,), "the rows of {few} people"),),
    )


def inherited_reasons(panel: Panel, item: Derived, values: pd.Series) -> pd.Series:
    """Return why computed cells are missing: the reason of the first input that is missing.

    Parameters
    ----------
    panel : Panel
        The inputs and their reasons.
    item : Derived
        What was computed.
    values : Series, shape (n,)
        The result.

    Returns
    -------
    Series of str, shape (n,)
        Missing where there is a value, or the inputs are there and have no answer.
    """
    import pandas as pd

    found = pd.Series(pd.NA, index=panel.frame.index, dtype="str")
    gaps = values.isna().to_numpy()
    for name in item.inputs():
        if name in panel.reasons:
            found = found.where(~gaps | found.notna(), panel.reasons[name])
    return found
