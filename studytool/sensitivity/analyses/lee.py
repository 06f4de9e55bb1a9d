"""Lee bounds: the effect on those who would have stayed either way, where a lottery decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from studytool.sensitivity.spec import SensitivitySpec

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from studytool.models.kernel.absorption import Array
    from studytool.sensitivity.methods.lee_bounds import LeeBounds
    from studytool.sensitivity.result import SensitivityResult
    from studytool.sensitivity.subject import Subject

    Mask = NDArray[np.bool_]


class Lee(SensitivitySpec):
    """Bounds on the effect for those who would have stayed either way.

    Notes
    -----
    The group that stayed more often is trimmed, from below and from above, to the share that
    stayed of the other; differences of means bound the effect on those who would have stayed in
    either group. It needs treatment by chance, and monotonicity: being treated made nobody leave
    who would else have stayed, or nobody stay who would else have left. The outcome is that of
    one wave, or with `change` its change since the baseline. The interval is that of Imbens and
    Manski; errors take people as independent.

    References
    ----------
    Lee (2009), https://doi.org/10.1111/j.1467-937X.2009.00536.x
    Imbens and Manski (2004), https://doi.org/10.1111/j.1468-0262.2004.00555.x
    """

    called: ClassVar[str] = "Lee bounds"
    order: ClassVar[int] = 4
    question: ClassVar[str] = "What if treatment itself made some people stay?"
    right_when: ClassVar[str] = (
        "A lottery decided who was treated, and treatment moved staying in one direction only."
    )
    wrong_when: ClassVar[str] = (
        "People were not chosen by chance, or treatment made some stay and others leave."
    )
    needs_in_words: ClassVar[str] = "treatment by chance, and people who left"
    assumes: ClassVar[str] = "monotonicity: treatment made nobody leave, or nobody stay"
    equation: ClassVar[str] = (
        "E[y | D=1, top or bottom (1-p)] - E[y | D=0], p = (q1 - q0) / q1 the share trimmed"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Lee (2009), https://doi.org/10.1111/j.1467-937X.2009.00536.x",
        "Imbens and Manski (2004), https://doi.org/10.1111/j.1468-0262.2004.00555.x",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "Where treatment is not recorded as random it is refused.",
        "Where both groups stayed equally nothing is trimmed, and the bounds meet.",
        "The person at the edge of what is trimmed counts in part.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "eight people by hand; the truth between the bounds, and errors as the bounds vary, "
            "by simulation (tests/sensitivity/methods/test_lee_bounds.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("wave",)

    kind: Literal["lee"] = "lee"
    wave: float | None = Field(
        title="Wave", default=None, description="Wave whose outcome is compared; the last if empty."
    )
    change: bool = Field(
        title="Change since the baseline",
        default=False,
        description="Compare changes since the baseline in place of the outcome.",
    )
    baseline_wave: float | None = Field(
        title="Baseline wave", default=None, description="Wave of the baseline; the first if empty."
    )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If treatment was not random, differs within people, or there are not two groups.
        """
        from studytool.sensitivity.methods.lee_bounds import lee_bounds
        from studytool.sensitivity.result import Line, SensitivityResult
        from studytool.sensitivity.subject import lead_term, original_line

        _refuse_not_random(subject)
        outcome, treated, wave = _groups(self, subject)
        found = lee_bounds(outcome, treated)
        low, high = found.interval(subject.result.level)
        people = int((outcome == outcome).sum())  # noqa: PLR0124  # those who stayed are not NaN
        term = lead_term(subject)
        ends = (
            ("lower", "Least, of those who would stay either way", found.lower, found.error_lower),
            ("upper", "Greatest, of those", found.upper, found.error_upper),
        )
        lines = [
            Line(name, label, estimate=value, std_error=error, low=low, high=high, people=people)
            for name, label, value, error in ends
        ]
        plain = Line("plain", "Difference of means of all who stayed", estimate=found.plain,
                     people=people)  # fmt: skip
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=term,
            level=subject.result.level,
            lines=(original_line(subject, term), plain, *lines),
            statement=_statement(found, low, high),
            method=f"Lee (2009) bounds, wave {wave:g}{', change' * self.change}; assumes that "
            "treatment moved staying in one direction (monotonicity); interval of Imbens and "
            "Manski (2004), people taken as independent",
            measures={"trimmed": found.share},
            words={"trimmed": f"Share trimmed, of the {found.trimmed}"},
            people=subject.result.n_people,
            seed=subject.seed,
        )


def _refuse_not_random(subject: Subject) -> None:
    from studytool.core.errors import ModelError
    from studytool.models.terms import columns_of

    names = set(columns_of(subject.model.treatments))
    about = [entry for entry in subject.assignments if entry.exposure in names]
    if any(entry.rule == "random" for entry in about):
        return
    why = (
        f'It is recorded as decided by {about[0].rule}: [[assignment]] rule = "{about[0].rule}".'
        if about
        else "The document does not record how people came to be treated."
    )
    raise ModelError(
        f'Lee bounds are for treatment by chance, and that of "{subject.model.name}" is not known '
        "to be.",
        why=why,
        remedy='Use kind = "worst_case" or "attrition_weights", which need no lottery.',
    )


def _groups(spec: Lee, subject: Subject) -> tuple[Array, Mask, float]:
    """Return outcome and group of everyone at the baseline, and the wave of the outcome."""
    import numpy as np

    from studytool.core.errors import ModelError
    from studytool.models.arrays.sample import kept_by_where
    from studytool.models.guard.facts import gather_facts

    facts = gather_facts(subject.model, subject.result, subject.panel)
    if not facts.constant_treatment or not facts.groups.known.any():
        raise ModelError(
            f'The treatment of "{subject.model.name}" changes within people, or is an amount.',
            why="Those who left have no row that would say whether they were treated then.",
            remedy="Use a model of who was drawn, the same at every wave.",
        )
    waves = facts.waves
    start = float(waves.min()) if spec.baseline_wave is None else spec.baseline_wave
    last = float(waves[facts.used].max()) if spec.wave is None else spec.wave
    first = np.flatnonzero((waves == start) & facts.groups.known)
    kept = kept_by_where(subject.panel, subject.model)
    if kept[first].any():
        first = first[kept[first]]
    at = facts.by_wave(subject.model.outcome)
    for wave in (start, last):
        if wave not in at:
            raise ModelError(
                f"There is no wave {wave:g} in the data.",
                remedy=f"Waves there: {', '.join(f'{w:g}' for w in np.unique(waves))}.",
            )
    people = facts.people[first]
    outcome = at[last][people]
    if spec.change:
        before = at[start][people]
        outcome, people, first = (
            (outcome - before)[~np.isnan(before)],
            people[~np.isnan(before)],
            first[~np.isnan(before)],
        )
    return outcome, facts.groups.treated[first], last


def _statement(found: LeeBounds, low: float, high: float) -> str:
    from studytool.sensitivity.words import span

    between = span(found.lower, found.upper)
    if low > 0 or high < 0:
        return (
            f"The conclusion holds for those who would have stayed either way: the effect lies in "
            f"{between} (interval {span(low, high)})."
        )
    if found.lower > 0 or found.upper < 0:
        return f"Both bounds have the same sign ({between}), but the interval holds 0."
    return f"Who left could make the effect: it lies anywhere in {between}."
