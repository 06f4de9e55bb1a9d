"""Bounds on how far trends part, and the violation at which an event study loses its effect."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from studytool.models.result import NotAvailable
from studytool.sensitivity.result import Line, SensitivityResult
from studytool.sensitivity.spec import SensitivitySpec
from studytool.sensitivity.words import number, plain, span

if TYPE_CHECKING:
    from studytool.models.spec import ModelSpec
    from studytool.sensitivity.methods.event_terms import EventTerms
    from studytool.sensitivity.subject import Subject

RELATIVE = (0.5, 1.0, 1.5, 2.0)
"""M where none is given: how many times the largest step before treatment."""

SMOOTH = (0.0, 0.5, 1.0, 2.0)
"""Times the largest bend before treatment, where no M is given."""

STAGGERED = (
    "callaway_santanna", "sun_abraham", "imputation", "two_stage", "stacked", "etwfe", "dcdh",
)  # fmt: skip
"""Kinds beside the event study that give terms by event time with their covariance."""


class HonestDid(SensitivitySpec):
    """How far trends may part after treatment before the effect can no longer be told from none.

    Notes
    -----
    What the terms before treatment show is the measure. ``relative_magnitudes``: no step of the
    difference in trends after treatment is larger than M times the largest step before it;
    intervals invert a conditional test of moment inequalities after a least favourable first test
    (C-LF). ``smoothness``: the slope of the difference in trends changes by at most M from wave to
    wave (M = 0: a straight line); the interval is the shortest of fixed length. The breakdown
    value is the largest M whose interval leaves out 0. Intervals take the estimates as normal.

    References
    ----------
    Rambachan and Roth (2023), https://doi.org/10.1093/restud/rdad018
    Andrews, Roth and Pakes (2023), https://doi.org/10.1093/restud/rdad009
    """

    called: ClassVar[str] = "Bounds on parting trends"
    order: ClassVar[int] = 1
    question: ClassVar[str] = "How far would trends have to part for the effect to vanish?"
    right_when: ClassVar[str] = (
        "What moved the groups apart before treatment is of the sort that could do so after it."
    )
    wrong_when: ClassVar[str] = (
        "People were chosen by an earlier score, which bends the path before for another reason."
    )
    needs_in_words: ClassVar[str] = "an event study with two waves or more before treatment"
    assumes: ClassVar[str] = "that trends part after treatment at most M times as much as before"
    equation: ClassVar[str] = (
        "|d_{t+1} - d_t| <= M max_{s<0} |d_{s+1} - d_s| (relative magnitudes); "
        "|d_{t+1} - 2 d_t + d_{t-1}| <= M (smoothness)"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Rambachan and Roth (2023), https://doi.org/10.1093/restud/rdad018",
        "Andrews, Roth and Pakes (2023), https://doi.org/10.1093/restud/rdad009",
    )
    edge_cases: ClassVar[tuple[str, ...]] = (
        "One wave before treatment is refused: nothing measures how far paths part.",
        "A second reference is refused, and so is a path with a gap.",
        "Terms that are no differences from one wave (a varying base) are refused.",
        "With another reference the differences are taken anew from the last wave before.",
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "published intervals of the Medicaid example of the HonestDiD package, both "
            "restrictions, 1e-3 (tests/sensitivity/analyses/test_honest_did.py)"
        ),
    )
    asked_first: ClassVar[tuple[str, ...]] = ("restriction", "m")

    kind: Literal["honest_did"] = "honest_did"
    restriction: Literal["relative_magnitudes", "smoothness"] = Field(
        title="What is bounded",
        default="relative_magnitudes",
        description="How trends may part: by so many times the largest step before treatment, or "
        "by so much a bend from wave to wave.",
    )
    m: tuple[float, ...] = Field(
        title="Values of M",
        default=(),
        description="How far trends may part; left out: 0.5, 1, 1.5 and 2 times the largest step "
        "before treatment, or 0 to 2 times its largest bend.",
    )
    at: int = Field(
        title="Waves after the start",
        default=0,
        ge=0,
        description="Wave after treatment began whose effect is judged, 0 the first treated one.",
    )
    average: bool = Field(
        title="Mean of all waves after",
        default=False,
        description="Judge the mean effect of all waves after the start in place of one wave.",
    )

    @field_validator("m")
    @classmethod
    def _refuse_negative(cls, m: tuple[float, ...]) -> tuple[float, ...]:
        if any(value < 0 for value in m) or len(set(m)) < len(m):
            raise PydanticCustomError(
                "m", "M is a size: 0 or more, each value once", {"remedy": "Such as m = [0.5, 1]."}
            )
        return tuple(sorted(m))

    @model_validator(mode="after")
    def _refuse_both(self) -> Self:
        if self.average and self.at:
            raise PydanticCustomError(
                "at_average",
                "one wave and the mean of all waves are both asked for",
                {"remedy": "Leave out `at` or `average`."},
            )
        return self

    def refuses(self, model: ModelSpec) -> str:
        """Return why it is not for a model, as a sentence; empty where it is."""
        if model.kind_name() in {"event_study", *STAGGERED}:
            return _unequal_terms(model)
        return (
            f'"{model.name}" is of kind "{model.kind_name()}", which has no terms before and '
            'after treatment; it takes an "event_study" or a staggered model.'
        )

    def judge(self, subject: Subject) -> SensitivityResult:
        """Put the conclusion of the model to the test.

        Raises
        ------
        ModelError
            If the model has no path, or too few waves before treatment.
        """
        from studytool.sensitivity.methods.event_terms import event_terms

        terms = event_terms(subject.result)
        original = _original(self, subject, terms)
        values = self.m or _values(self, terms)
        lines, breakdown = _bounds(self, subject, terms, values)
        unit = "times the largest step before" if self._relative else "of the outcome a wave"
        return SensitivityResult(
            name=self.name,
            kind=self.kind,
            model=self.model,
            outcome=subject.result.outcome,
            term=_target_name(self),
            level=subject.result.level,
            lines=(original, *lines),
            statement=_statement(self, original, breakdown),
            method=_method(self),
            measures={"breakdown": NotAvailable(_NO_END) if math.isinf(breakdown) else breakdown},
            words={"breakdown": f"Largest M whose interval leaves out 0 ({unit})"},
            people=subject.result.n_people,
            axis=f"M, {unit}",
            seed=subject.seed,
        )

    @property
    def _relative(self) -> bool:
        return self.restriction == "relative_magnitudes"


def _unequal_terms(model: ModelSpec) -> str:
    """Return why terms before treatment are no measure of those after it; empty where they are."""
    if getattr(model, "base", "universal") != "universal":
        return (
            f'"{model.name}" takes each term before treatment from the wave before it; give it '
            'base = "universal", so that all are differences from one wave.'
        )
    if getattr(model, "anticipation", 0):
        return f'"{model.name}" allows for anticipation; bounds are worked out without it.'
    return ""


_SHORT = 5
_NO_END = "no effect is refused however far trends part"


def _values(spec: HonestDid, terms: EventTerms) -> tuple[float, ...]:
    from studytool.core.errors import ModelError
    from studytool.sensitivity.methods.smoothness import largest_bend

    if spec._relative:
        return RELATIVE
    bend = largest_bend(terms)
    if not bend:
        raise ModelError(
            "One step before treatment shows no bend to measure others by.",
            remedy="Say how large a bend may be, such as 0 and 0.1, in units of the outcome.",
        )
    return tuple(times * bend for times in SMOOTH)


def _target_name(spec: HonestDid) -> str:
    return "event[mean]" if spec.average else f"event[{spec.at}]"


def _original(spec: HonestDid, subject: Subject, terms: EventTerms) -> Line:
    """Return the target as it stands if trends are parallel, normal interval."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    target = terms.target(None if spec.average else spec.at)
    middle = float(target @ terms.estimates[terms.before :])
    after = terms.covariance[terms.before :, terms.before :]
    error = float(np.sqrt(target @ after @ target))
    half = float(ndtri((1 + subject.result.level) / 2)) * error
    return Line(
        name="original",
        label="If trends are parallel",
        role="original",
        estimate=middle,
        std_error=error,
        low=middle - half,
        high=middle + half,
        p=float(2 * ndtr(-abs(middle) / error)) if error else None,
        people=subject.result.n_people,
        behind=_behind(spec, subject),
    )


def _behind(spec: HonestDid, subject: Subject) -> int | None:
    """Return the fewest treated people at a wave that the target is made of."""
    path = subject.result.path
    if path is None:
        return None
    after = [n for time, n in zip(path.times, path.people, strict=True) if time >= 0]
    chosen = after if spec.average else after[spec.at : (spec.at) + 1]
    return min((n for n in chosen if n), default=None)


def _bounds(
    spec: HonestDid, subject: Subject, terms: EventTerms, values: tuple[float, ...]
) -> tuple[list[Line], float]:
    """Return a line for each M, and the breakdown value."""
    from studytool.sensitivity.methods import relative_magnitudes as relative
    from studytool.sensitivity.methods import smoothness as smooth

    level = subject.result.level
    target = terms.target(None if spec.average else spec.at)
    found: list[tuple[float, float] | None] = []
    if spec._relative:
        noise = relative.draw_noise(terms, subject.seed)
        for place, m in enumerate(values):
            subject.progress.step(f"{spec.name}: M = {plain(m)}", place, len(values) + 1)
            found.append(relative.relative_interval(terms, target, m, level=level, noise=noise))
        breakdown = relative.relative_breakdown(terms, target, level=level, noise=noise)
    else:
        subject.progress.step(f"{spec.name}: intervals", 0, 2)
        found += [smooth.smooth_interval(terms, target, m, level=level) for m in values]
        breakdown = smooth.smooth_breakdown(terms, target, level=level)
    behind = _behind(spec, subject)
    return [
        _line(m, ends, subject, behind) for m, ends in zip(values, found, strict=True)
    ], breakdown


def _line(m: float, ends: tuple[float, float] | None, subject: Subject, behind: int | None) -> Line:
    written = plain(m)
    name, label = f"m[{written}]", f"M = {written if len(written) <= _SHORT else number(m)}"
    people = subject.result.n_people
    if ends is None:
        reason = "every effect is refused: the bound does not fit what was seen before treatment"
        return Line(name, label, people=people, behind=behind, at=m, reason=reason)
    return Line(name, label, low=ends[0], high=ends[1], people=people, behind=behind, at=m)


def _statement(spec: HonestDid, original: Line, breakdown: float) -> str:
    if (
        original.low is not None
        and original.high is not None
        and original.low <= 0 <= original.high
    ):
        return "The interval holds 0 even if trends are parallel, so nothing can be lost."
    if math.isinf(breakdown):
        return "The conclusion holds however far trends part within what was looked at."
    ends = span(original.low or 0.0, original.high or 0.0)
    if spec._relative:
        return (
            f"The conclusion ({ends}) holds until trends part after treatment by "
            f"{number(breakdown)} times the largest step seen before it."
        )
    return (
        f"The conclusion ({ends}) holds until the difference in trends bends by "
        f"{number(breakdown)} from one wave to the next."
    )


def _method(spec: HonestDid) -> str:
    if spec._relative:
        return (
            "Relative magnitudes (Rambachan and Roth 2023): conditional test after a least "
            "favourable first test (C-LF), normal errors"
        )
    return "Smoothness (Rambachan and Roth 2023): shortest interval of fixed length, normal errors"
