from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studytool.exporters.programs.rows import plain_names


def test_terms_have_names_that_every_tool_takes():
    named = plain_names(["C(school)[North]", "event[-3]", "event[3]", "2nd", "\u00e9"])
    assert list(named.values()) == ["c_school_north", "event_m3", "event_3", "x_2nd", "x"]


@given(st.lists(st.text(max_size=60), unique=True, max_size=20))
def test_names_are_all_different_and_short(terms):
    named = plain_names(terms)
    assert len(set(named.values())) == len(terms)
    assert all(name.isidentifier() and name.isascii() for name in named.values())
    assert max(map(len, named.values()), default=0) <= 32
