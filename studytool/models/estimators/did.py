"""Difference-in-differences: how much more the treated changed than the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from studytool.core.errors import ModelError
from studytool.models.honoured import refuse_errors, refuse_unused
from studytool.models.spec import LINEAR_ERRORS, LINEAR_PROPERTIES, Comparison, Foretold, ModelSpec

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from studytool.core.progress import Progress
    from studytool.models.arrays.design import Formula
    from studytool.models.result import ModelResult
    from studytool.survey.panel import Panel

TWO = 2


class Did(ModelSpec):
    """Difference-in-differences, with a group indicator or a treatment by wave.

    Notes
    -----
    With a group indicator D_i and later waves P_t: y_it = b D_i P_t + a + d D_i + p P_t + g'x_it
    + e_it; in a panel person and wave effects stand in the place of a, d and p. With a treatment
    that begins within people: y_it = b D_it + person_i + wave_t + g'x_it + e_it. With two waves
    and no controls b is (change of the treated) - (change of the others). It is an effect if the
    treated would have changed as the others did.

    Where this holds only among people with the same controls, `method` says how they are made
    alike: ``outcome_regression`` predicts the change of the treated from that of the untreated,
    ``ipw`` weights the untreated by their odds of treatment (a logit), ``doubly_robust`` does
    both and is right if either is. One change a person: mean of the waves after less mean of the
    waves before, among people seen at every wave, the controls as they were at the last wave
    before; cross-sections take rows of different people. Standard errors come from influence
    functions, with t(G-1).

    References
    ----------
    Ashenfelter and Card (1985), https://doi.org/10.2307/1924810
    Wing, Simon and Bello-Gomez (2018), https://doi.org/10.1146/annurev-publhealth-040617-013507
    Sant'Anna and Zhao (2020), https://doi.org/10.1016/j.jeconom.2020.06.003
    """

    called: ClassVar[str] = "Difference-in-differences"
    order: ClassVar[int] = 2
    question: ClassVar[str] = (
        "From before to after, did those who were served change more than the others?"
    )
    compares: ClassVar[str] = (
        "The change of the treated group from before to after with the change of the other group."
    )
    right_when: ClassVar[str] = (
        "The treated would have changed as the others did, had they not been treated."
    )
    wrong_when: ClassVar[str] = (
        "The groups were on different paths before, or the treated were chosen by an earlier score."
    )
    needs_in_words: ClassVar[str] = "waves before and after"
    assumes: ClassVar[str] = "equal paths without treatment"
    equation: ClassVar[str] = (
        "y_it = b D_i P_t + a + d D_i + p P_t + g'x_it + e_it (regression); b = mean over the "
        "treated of (change - predicted change of the like untreated), weighted by the odds of "
        "treatment with ipw and doubly_robust"
    )
    sources: ClassVar[tuple[str, ...]] = (
        "Ashenfelter and Card (1985), https://doi.org/10.2307/1924810",
        "Sant'Anna and Zhao (2020), https://doi.org/10.1016/j.jeconom.2020.06.003",
        (
            "Wing, Simon and Bello-Gomez (2018), "
            "https://doi.org/10.1146/annurev-publhealth-040617-013507"
        ),
    )
    standard_errors: ClassVar[tuple[str, ...]] = (
        *LINEAR_ERRORS,
        "influence function, one cluster level, with the other methods than regression",
    )
    properties: ClassVar[frozenset[str]] = LINEAR_PROPERTIES
    edge_cases: ClassVar[tuple[str, ...]] = (
        "An amount as treatment is refused: it has no treated and untreated.",
        "With more than two waves it must be told which come after.",
        "Nobody treated, everybody treated, or one wave is refused.",
        "Four numbers give a difference in differences, and no standard error: it is said.",
        (
            "The methods other than regression follow people seen at every wave, take controls "
            "as they were at the last wave before, and refuse those that tell the treated apart."
        ),
    )
    verified: ClassVar[tuple[str, ...]] = (
        (
            "four means by hand; with two waves the same as fixed effects and first "
            "differences, 1e-10 (tests/models/estimators/test_fixed_effects.py)"
        ),
        (
            "the bias that theory gives under assignment by score, by simulation "
            "(tests/models/estimators/test_did.py)"
        ),
        (
            "moderndid (R DRDID) and diff-diff: the three other methods, panel and "
            "cross-sections, estimates 1e-6, errors 1e-5 (tests/reference/did_methods)"
        ),
        (
            "influence functions by finite differences, 1e-5 "
            "(tests/models/methods/test_doubly_robust.py)"
        ),
    )
    resamples: ClassVar[bool] = True
    takes_moderator: ClassVar[bool] = True
    asked_first: ClassVar[tuple[str, ...]] = ("post",)
    comparison_is: ClassVar[Comparison] = "changes"
    own_effects: ClassVar[tuple[str, ...]] = ("person", "wave")
    foretold: ClassVar[Foretold] = "rows"

    kind: Literal["did"] = "did"
    treatment: str = Field(
        description="Who belongs to the treated group (0 or 1, the same at every wave), or who is "
        "treated at which wave."
    )
    post: str | float | tuple[float, ...] | None = Field(
        default=None,
        description="Column that is 1 after treatment, or the wave or waves after it; with two "
        "waves the later one where left out.",
    )
    method: Literal["regression", "outcome_regression", "ipw", "doubly_robust"] = Field(
        title="How it is estimated",
        default="regression",
        description="How it is estimated: least squares on all rows, or, given the controls, by "
        "predicting the change of the untreated, by weighting them, or by both.",
    )

    @model_validator(mode="after")
    def _refuse_unused(self) -> Self:
        if self.method != "regression":
            words = f'a difference-in-differences by method = "{self.method}"'
            remedy = 'Leave it out, or use method = "regression".'
            refuse_unused(self, ("effects", "moderator", "resampling"), words, remedy)
            refuse_errors(self, ("cr0", "cr1"), words)
        return self

    def needs(self) -> tuple[str, ...]:
        """Return the columns it reads, levels and key words not yet resolved."""
        post = (self.post,) if isinstance(self.post, str) else ()
        return tuple(dict.fromkeys((*super().needs(), *post)))

    def fit(self, panel: Panel, *, seed: int, progress: Progress) -> ModelResult:
        """Estimate the model on the linked panel.

        Raises
        ------
        ModelError
            If before and after, or treated and untreated, cannot be told apart, or the treatment
            is an amount.
        Cancelled
            If the person asked to stop.
        """
        from studytool.models.arrays.sample import kept_by_where
        from studytool.models.fitting.regression import Request, regress

        rows = kept_by_where(panel, self)
        _refuse_amount(self, panel, rows)
        begins = _begins_within_people(self, panel, rows)
        if begins and self.post is not None:
            raise ModelError(
                f'"{self.treatment}" changes within people, and `post` is given as well.',
                why="A group indicator is the same at every wave of a person.",
                remedy="Leave `post` out, or name the indicator of the group.",
            )
        post = "" if begins else _post_name(self, panel)
        if post and not isinstance(self.post, str):
            panel = _with_post(self, panel, rows, post)
        if post:
            _check_post(panel, rows, post)
        _refuse_one_group(self, panel, rows)
        formula = _formula(self, panel, post)
        words = {post: f"before or after is missing: {post}"}
        if self.method != "regression":
            from studytool.models.methods.did_methods import fit_by_method

            follows = _follows_people(panel)
            return fit_by_method(
                *(self, panel, formula),
                method=self.method,
                follows=follows,
                seed=seed,
                progress=progress,
            )
        request = Request(formula, words=words, unjudged=True)
        return regress(self, panel, request, seed=seed, progress=progress)


def _follows_people(panel: Panel) -> bool:
    return panel.design.person is not None and panel.design.design != "cross_sections"


def _refuse_amount(spec: Did, panel: Panel, rows: npt.NDArray[np.bool_]) -> None:
    import numpy as np

    from studytool.models.arrays.columns import numbers

    values = numbers(panel.frame, spec.treatment)[rows]
    found = np.unique(values[~np.isnan(values)]).size
    if found > TWO:
        raise ModelError(
            f'"{spec.treatment}" has {found} values, and difference-in-differences compares two '
            "groups.",
            why="With an amount there are no treated and untreated to compare.",
            remedy="Make a column that is 1 for the treated and 0 for the others, or use "
            'kind = "fixed_effects", which takes an amount.',
        )


def _refuse_one_group(spec: Did, panel: Panel, rows: npt.NDArray[np.bool_]) -> None:
    import numpy as np

    from studytool.models.arrays.columns import numbers

    values = numbers(panel.frame, spec.treatment)[rows]
    if np.unique(values[~np.isnan(values)]).size == 1:
        raise ModelError(
            f'"{spec.treatment}" has the same value in every row.',
            why="There are no treated and others, so there is no one to compare with.",
            remedy="Check `where`, the waves, and how the treatment was linked.",
        )


def _begins_within_people(spec: Did, panel: Panel, rows: npt.NDArray[np.bool_]) -> bool:
    """Tell whether the treatment has several values within some person."""
    import numpy as np

    from studytool.models.arrays.columns import numbers, people_of
    from studytool.models.fitting.identification import changers

    values = numbers(panel.frame, spec.treatment)
    if not _follows_people(panel):
        return False
    known = rows & ~np.isnan(values)
    return bool(changers(values[known], people_of(panel)[known]))


def _post_name(spec: Did, panel: Panel) -> str:
    if isinstance(spec.post, str):
        return spec.post
    return "post" if "post" not in panel.frame else "(post)"


def _with_post(spec: Did, panel: Panel, rows: npt.NDArray[np.bool_], name: str) -> Panel:
    """Return the panel with a column that is 1 at the later waves."""
    import numpy as np

    from studytool.models.arrays.columns import waves_of

    waves = waves_of(panel)
    found = np.unique(waves[rows])
    after = (spec.post,) if isinstance(spec.post, (int, float)) else spec.post
    if after is None:
        if found.size == 1:
            raise ModelError(
                "The model has one wave, and a difference-in-differences needs one before "
                "treatment and one after.",
                remedy="Check `where` and the waves, or compare people at that wave: "
                'kind = "pooled".',
            )
        if found.size != TWO:
            raise ModelError(
                f"The model has {found.size} waves and does not say which come after treatment.",
                why=f'"{spec.treatment}" is the same at every wave, so it does not say so either.',
                remedy="Name the waves after treatment, such as post = [2, 3], or a column that "
                "is 1 at them.",
            )
        after = (float(found[-1]),)
    unknown = sorted(set(map(float, after)) - set(found.tolist()))
    if unknown:
        raise ModelError(
            f"Wave {unknown[0]:g}, named in `post`, is not in the sample.",
            remedy=f"Waves there: {', '.join(f'{wave:g}' for wave in found)}.",
        )
    column = np.isin(waves, np.asarray(after, dtype=float)).astype(float)
    return replace(panel, frame=panel.frame.assign(**{name: column}))


def _check_post(panel: Panel, rows: npt.NDArray[np.bool_], name: str) -> None:
    import numpy as np

    from studytool.models.arrays.columns import numbers

    values = numbers(panel.frame, name)[rows]
    found = set(np.unique(values[~np.isnan(values)]).tolist())
    if not found <= {0.0, 1.0}:
        raise ModelError(
            f'"{name}" has other values than 0 (before) and 1 (after).',
            remedy="Recode it, or name the waves after treatment, such as post = [2, 3].",
        )
    if len(found) < TWO:
        raise ModelError(
            f'Every row is {"after" if found == {1.0} else "before"} treatment by "{name}".',
            why="A change needs rows before and rows after.",
            remedy="Check `where` and `post`.",
        )


def _formula(spec: Did, panel: Panel, post: str) -> Formula:
    from studytool.models.arrays.design import Formula

    default = ("person", "wave") if _follows_people(panel) else ()
    return Formula(
        outcome=spec.outcome,
        treatments=(f"{spec.treatment}:{post}" if post else spec.treatment,),
        mains=(spec.treatment, post) if post else (),
        controls=spec.controls,
        effects=default if spec.effects is None else spec.effects,
        clusters=spec.cluster,
        weights=spec.weights,
    )
