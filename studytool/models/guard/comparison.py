"""What a model compares, by its kind and the effects it takes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.models.terms import factors_of_product

if TYPE_CHECKING:
    from studytool.models.spec import Comparison, ModelSpec
    from studytool.survey.panel import Panel


def find_comparison(spec: ModelSpec, person: str | None = None) -> Comparison:
    """Return what a model compares.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    person : str, optional
        Column that names people, which effects may name as well as ``person``.

    Returns
    -------
    Comparison
        Never "effects": that is "changes" where people are taken out, alone or times something
        else, and "people" where they are not.
    """
    if spec.comparison_is != "effects":
        return spec.comparison_is
    effects = spec.own_effects if spec.effects is None else spec.effects
    names = {name for text in effects for name in factors_of_product(text)}
    return "changes" if names & {"person", person} else "people"


def effects_out(spec: ModelSpec, panel: Panel) -> tuple[str, ...]:
    """Return the effects a model takes out, also where it takes them out by itself.

    Parameters
    ----------
    spec : ModelSpec
        The model.
    panel : Panel
        The linked panel.

    Returns
    -------
    tuple of str
        As the model writes them; none by itself where nobody is followed.
    """
    if spec.effects is not None:
        return spec.effects
    design = panel.design
    followed = design.person is not None and design.design != "cross_sections"
    return spec.own_effects if followed else ()


def scale_in_words(spec: ModelSpec) -> str:
    """Return the scale of a model's estimates, such as "odds ratio"; empty for the outcome's."""
    ratios = {"log odds": "odds ratio", "log rate": "rate ratio"}
    return ratios.get(spec.scale, "") if getattr(spec, "exponentiate", False) else spec.scale
