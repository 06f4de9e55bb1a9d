"""Options that a method does not honour are refused when the document is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.models.spec import ModelSpec


def refuse_unused(spec: ModelSpec, names: Sequence[str], method: str, remedy: str) -> None:
    """Refuse options that have no place in a method.

    Parameters
    ----------
    spec : ModelSpec
        The model as asked for.
    names : sequence of str
        Options it must not give.
    method : str
        What the method is called, with its article, such as "a fixed-effects logit".
    remedy : str
        What to do instead.

    Raises
    ------
    PydanticCustomError
        For the first one that is given.
    """
    for name in names:
        if name in spec.model_fields_set and getattr(spec, name):
            raise PydanticCustomError(
                "unused_option",
                '"{option}" has no place in {method}',
                {"option": name, "method": method, "remedy": remedy},
            )


def refuse_errors(
    spec: ModelSpec,
    allowed: Sequence[str],
    method: str,
    *,
    conventions: Sequence[str] = ("no_k",),
    most_clusters: int = 1,
    always_clustered: bool = False,
) -> None:
    """Refuse standard errors that a method does not have.

    Parameters
    ----------
    spec : ModelSpec
        The model as asked for.
    allowed : sequence of str
        Names of `covariance` that it has.
    method : str
        What the method is called, with its article.
    conventions : sequence of str
        Names of `small_sample` that it has.
    most_clusters : int
        How many cluster levels it takes.
    always_clustered : bool
        Whether it has a cluster even where none is named.

    Raises
    ------
    PydanticCustomError
        If the covariance or its convention is another, it does not go with the clusters, or there
        are too many cluster levels.
    """
    given = spec.covariance
    if given is not None and given not in allowed:
        told = f'covariance = "{given}"'
        _refuse("covariance", told, method, f"It has: {', '.join(allowed)}.")
    clustered = given is not None and given.startswith("cr")
    if clustered and not spec.cluster and not always_clustered:
        told = f'covariance = "{given}" without a cluster'
        _refuse("covariance", told, method, 'Say cluster = ["person"].')
    if given is not None and not clustered and spec.cluster and not always_clustered:
        told = f'covariance = "{given}" with a cluster'
        _refuse("covariance", told, method, 'Use "cr1", or no cluster.')
    if "small_sample" in spec.model_fields_set and spec.small_sample not in conventions:
        told = f'small_sample = "{spec.small_sample}"'
        _refuse("small_sample", told, method, f"It has: {', '.join(conventions)}.")
    if len(spec.cluster) > most_clusters:
        told = f"{len(spec.cluster)} cluster levels"
        _refuse("cluster", told, method, "Name the one with the fewer, larger clusters.")


def _refuse(option: str, told: str, method: str, remedy: str) -> None:
    raise PydanticCustomError(
        "unused_option",
        "{told} has no place in {method}",
        {"option": option, "told": told, "method": method, "remedy": remedy},
    )
