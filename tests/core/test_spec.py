from __future__ import annotations

import importlib
import sys
from typing import Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError

from studytool.core.spec import Kind, Spec, discover, kinds, nearest, one_of

FAMILY = """
from __future__ import annotations
from typing import ClassVar
from studytool.core.spec import Kind
class Shape(Kind):
    family: ClassVar[str] = "shapes"
    name: str = ""
"""
MEMBER = """
from __future__ import annotations
from typing import Literal
from {package}.family import Shape
class {title}(Shape):
    kind: Literal["{kind}"] = "{kind}"
    {field}: float = 0.0
"""


class Box(Spec):
    width: float
    from_: str = Field(default="", alias="from")


@pytest.fixture
def make_package(tmp_path, monkeypatch):
    """Write a package with a family and the members asked for, one a file."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(package: str, members: dict[str, str]) -> Any:
        shapes = tmp_path / package / "shapes"
        shapes.mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text("")
        (shapes / "__init__.py").write_text("")
        (tmp_path / package / "family.py").write_text(FAMILY)
        for kind, field in members.items():
            text = MEMBER.format(package=package, title=kind.title(), kind=kind, field=field)
            (shapes / f"{kind}.py").write_text(text)
        importlib.invalidate_caches()
        family = importlib.import_module(f"{package}.family").Shape
        return family, importlib.import_module(f"{package}.shapes")

    yield make
    for name in [name for name in sys.modules if name.startswith("spec_test_")]:
        del sys.modules[name]


def test_an_unknown_key_is_refused_with_the_nearest():
    with pytest.raises(ValidationError) as caught:
        Box.model_validate({"widht": 1})
    (error,) = [one for one in caught.value.errors() if one["type"] == "unknown_key"]
    assert error["msg"] == 'there is no "widht" here'
    assert error["ctx"]["remedy"] == 'Did you mean "width"?'


def test_a_key_that_is_a_word_of_the_language_has_an_alias():
    assert Box.model_validate({"width": 1, "from": "x"}).from_ == "x"
    assert Box(width=1, from_="x").model_dump(by_alias=True) == {"width": 1.0, "from": "x"}


@pytest.mark.parametrize("width", [float("inf"), float("nan"), "wide"])
def test_a_number_is_finite(width):
    with pytest.raises(ValidationError):
        Box(width=width)


def test_a_spec_cannot_be_changed():
    with pytest.raises(ValidationError):
        Box(width=1).width = 2


def test_nearest_names_one_or_lists_all():
    assert nearest("clutser", ["cluster", "controls"]) == 'Did you mean "cluster"?'
    assert nearest("zzz", ["a", "b"]) == "Known here: a, b."
    assert nearest("zzz", []) == "Nothing is known here."


def test_a_new_file_is_a_new_kind(make_package):
    family, package = make_package("spec_test_two", {"square": "side", "circle": "radius"})
    found = kinds(family, package)
    assert list(found) == ["circle", "square"]
    assert found["square"].kind_name() == "square"
    assert family.kind_name() is None


def test_kinds_of_other_packages_are_not_taken_for_ours(make_package):
    family, package = make_package("spec_test_own", {"square": "side"})

    class Outside(family):
        kind: str = "outside"

    assert "outside" not in kinds(family, package)


def test_one_of_chooses_by_kind_and_says_where_the_fault_is(make_package):
    family, package = make_package("spec_test_any", {"square": "side", "circle": "radius"})
    adapter = TypeAdapter(one_of(kinds(family, package).values()))
    assert adapter.validate_python({"kind": "circle", "radius": 2}).radius == 2
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python({"kind": "circle", "side": 2})
    assert caught.value.errors()[0]["loc"] == ("circle",)
    with pytest.raises(ValidationError, match="triangle"):
        adapter.validate_python({"kind": "triangle"})


def test_a_family_of_one_needs_no_choice(make_package):
    family, package = make_package("spec_test_one", {"square": "side"})
    adapter = TypeAdapter(one_of(kinds(family, package).values()))
    assert adapter.validate_python({"side": 3}).side == 3


def test_a_default_kind_is_taken_where_none_is_named(make_package):
    family, package = make_package("spec_test_def", {"square": "side", "circle": "radius"})
    members = kinds(family, package).values()
    adapter = TypeAdapter(
        one_of(members, default=lambda table: "circle" if "radius" in table else "square")
    )
    assert adapter.validate_python({"radius": 2}).kind_name() == "circle"
    assert adapter.validate_python({"side": 2}).kind_name() == "square"
    assert adapter.validate_python({"kind": "circle"}).radius == 0
    assert adapter.dump_python(adapter.validate_python({"side": 2}))["kind"] == "square"


def test_discover_imports_every_file(make_package):
    _, package = make_package("spec_test_all", {"square": "side", "circle": "radius"})
    discover(package)
    assert {"spec_test_all.shapes.circle", "spec_test_all.shapes.square"} <= set(sys.modules)


def test_a_family_is_not_a_member_of_itself():
    assert Kind.kind_name() is None


@pytest.mark.parametrize(
    ("called", "in_words", "in_text"),
    [
        ("Fixed effects", "Fixed effects", "fixed effects"),
        ("ANCOVA", "ANCOVA", "ANCOVA"),
        ("", "Two words", "two words"),
    ],
)
def test_a_member_has_a_name_for_the_start_of_a_line_and_one_for_a_sentence(
    called, in_words, in_text
):
    class Member(Kind):
        kind: Literal["two_words"] = "two_words"

    Member.called = called
    assert (Member.in_words(), Member.in_text()) == (in_words, in_text)
