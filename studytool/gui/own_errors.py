"""Own errors: the standard error a model has where its request leaves it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from pydantic import ValidationError

from studytool.models.spec import Covariance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.models.result import ModelResult
    from studytool.models.spec import ModelSpec

    Errors = tuple[str, tuple[str, ...]]

_BY_PERSON = ("person",)


def own_errors(spec: ModelSpec, result: ModelResult | None) -> Errors:
    """Return the standard error of a model: its name and its clusters.

    Parameters
    ----------
    spec : ModelSpec
        The model as asked for.
    result : ModelResult or None
        Its result, where it has run: some methods cluster although nobody says so, some only
        where there are several waves.
    """
    clusters = tuple(spec.cluster)
    name = spec.covariance or ("cr1" if clusters else _left_out(spec, result))
    if not clusters and name.startswith("cr"):
        clusters = (tuple(result.n_clusters) if result is not None else ()) or _BY_PERSON
    return name, clusters


def takes(spec: ModelSpec, fields: Mapping[str, Any]) -> bool:
    """Whether a model takes other values of some fields, as far as its request tells."""
    try:
        with_fields(spec, fields)
    except ValidationError:
        return False
    return True


def with_fields(spec: ModelSpec, fields: Mapping[str, Any]) -> ModelSpec:
    """Return a model with other values of some fields.

    Raises
    ------
    ValidationError
        If it cannot have these together.
    """
    written = {name: getattr(spec, name) for name in spec.model_fields_set}
    return type(spec).model_validate(written | dict(fields))


def _left_out(spec: ModelSpec, result: ModelResult | None) -> str:
    """Return the name of the standard error of a model that names neither it nor clusters."""
    said = "" if result is None else result.convention.split(" ")[0].lower()
    if said in get_args(Covariance):
        return said
    return "classical" if takes(spec, {"covariance": "classical"}) else "cr1"
