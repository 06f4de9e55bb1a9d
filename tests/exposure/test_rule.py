from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.exposure.rule import Window
from studytool.exposure.rules.dose import Dose
from studytool.exposure.rules.ever import Ever

LOG = {"source": "visits.csv", "date": "visit_date"}


def test_a_window_runs_from_the_previous_interview_to_this_one_unless_asked_otherwise():
    window = Window()
    assert (window.from_, window.to) == ("previous_interview", "interview")


def test_a_window_is_written_as_in_the_document():
    exposure = Ever.model_validate(
        {"name": "visited", **LOG, "window": {"from": "start", "to": "end"}}
    )
    assert exposure.window.fixed
    assert exposure.model_dump(by_alias=True)["window"]["from"] == "start"


@pytest.mark.parametrize(
    "window",
    [
        {"from": "interview", "to": "interview"},
        {"from": "interview", "to": "previous_interview"},
        {"from": "previous_interview", "to": "start"},
        {"days": [0, -180]},
        {"days": [0, 0]},
        {"dates": ["2021-05-02", "2021-05-01"]},
    ],
)
def test_a_window_that_closes_before_it_opens_is_refused(window):
    with pytest.raises(ValidationError, match="closes before it opens"):
        Window.model_validate(window)


def test_a_window_of_one_calendar_day_is_possible_and_one_in_words_is_not():
    assert Window(dates=("2021-05-01", "2021-05-01")).fixed
    with pytest.raises(ValidationError):
        Window(dates=("May", "June"))


@pytest.mark.parametrize(
    ("window", "fixed"),
    [
        ({"from": "start", "to": "end"}, True),
        ({"from": "first_interview", "to": "end"}, True),
        ({"from": "start", "to": "interview"}, False),
        ({"from": "interview", "to": "end"}, False),
        ({"days": [-180, 0]}, False),
    ],
)
def test_a_window_is_fixed_where_all_interviews_of_a_person_share_it(window, fixed):
    assert Window.model_validate(window).fixed is fixed


def test_an_exposure_comes_with_its_codebook_entry():
    visited = Ever(name="visited", label="Visited at home", **LOG).variable()
    assert (visited.shown, visited.informant) == ("Visited at home", "record")
    assert visited.labels == {"0": "No", "1": "Yes"}
    minutes = Dose(name="minutes", amount="minutes", unit="minutes", **LOG).variable()
    assert (minutes.unit, minutes.labels) == ("minutes", {})
