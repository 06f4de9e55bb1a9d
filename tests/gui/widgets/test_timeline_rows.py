from __future__ import annotations

from datetime import date

from studytool.gui.widgets.timeline_axis import number_of
from studytool.gui.widgets.timeline_rows import Span, row_of, window_words
from tests.gui.widgets.timeline_sample import sample

WAVES = {1.0: "2020", 2.0: "2021"}


def test_a_row_holds_what_concerns_its_person_alone():
    ann = row_of(sample(), 0, WAVES)
    assert (ann.name, len(ann.interviews), len(ann.counted), len(ann.outside)) == ("ann", 2, 2, 0)
    assert [(span.label, span.within) for span in ann.windows] == [("2021", 2)]
    ben = row_of(sample(), 1, WAVES)
    assert (len(ben.counted), len(ben.outside), ben.windows) == (0, 1, ())


def test_a_row_is_read_out_with_its_window():
    assert row_of(sample(), 0, WAVES).words(0) == (
        "ann. Interviews: 2 Nov 2020, 20 Nov 2021. "
        "Contacts counted: 2, outside every window: 0. "
        "Window of 2021: 2 Nov 2020 to 20 Nov 2021: 383 days, 2 contacts."
    )
    assert row_of(sample(), 2, WAVES).words(-1).startswith("cleo. Interviews: none dated.")


def test_a_window_without_ends_is_the_whole_time():
    span = Span("2021", number_of(date(1900, 1, 1)), number_of(date(2200, 1, 1)), 1)
    assert window_words(span) == "the whole time, 1 contact"


def test_a_window_of_one_day_is_spoken_of_as_one():
    opens = number_of(date(2021, 11, 2))
    assert window_words(Span("2021", opens, opens + 1, 0)).endswith(": 1 day, 0 contacts")
