from __future__ import annotations

from dataclasses import replace

import pytest

from studytool.core.errors import DocumentError
from studytool.core.progress import Silent
from studytool.models.estimators.rd import Rd
from studytool.models.result import AroundCutoff, Bin, Estimate, NotAvailable, Side
from studytool.report.charts.cutoff import CutoffChart
from studytool.report.disclosure import suppress_figure
from studytool.report.material import Material
from tests.simulate import World, simulate

BELOW = Side(
    treated=False,
    bins=(Bin(10.0, 8.0, 12, 12), Bin(14.0, 9.0, 11, 11)),
    line=((10.0, 8.1), (17.0, 9.9)),
)
ABOVE = Side(
    treated=True,
    bins=(Bin(18.0, 7.0, 4, 4), Bin(24.0, 9.5, 12, 12)),
    line=((17.0, 6.8), (24.0, 9.4)),
)


def around(make, below=BELOW, above=ABOVE, **options):
    jump = Estimate(-3.1, 0.8, 60.0, 0.0003, -4.7, -1.5)
    result = make.fitted("rd", {"jump": options.pop("jump", jump)}, shown=("jump",))
    sides = AroundCutoff("difficulties", 17.0, below, above, options.pop("adjusted", False))
    return replace(result, around=sides)


def draw(make, result=None, **options):
    models = {"rd": (make.model_spec("rd"), result or around(make))}
    return CutoffChart(name="f1", model="rd", **options).draw(make.material(models=models))


def test_the_data_of_a_chart_stay_as_they_were(make):
    make.in_golden("figures/cutoff.txt", make.told(draw(make)))


def test_means_lines_and_jump_are_in_the_data(make):
    data = draw(make).data
    assert [row["part"].value for row in data] == ["mean"] * 4 + ["line"] * 4 + ["jump"]
    assert [row["side"].value for row in data[:4]] == ["others"] * 2 + ["treated"] * 2
    assert (data[-1]["score"].value, data[-1]["value"].value) == (17.0, -3.1)
    assert (data[-1]["low"].value, data[-1]["high"].value) == (-4.7, -1.5)


def test_a_bin_of_few_people_is_hidden_with_its_score_and_told_as_hidden(make):
    shown, findings = suppress_figure(draw(make), 5, ())
    few, many = shown.data[2], shown.data[3]
    assert (few["score"].value, few["value"].value, few["n"].value) == (None, None, None)
    assert many["value"].value == 9.5
    assert "The treated: 2 points (1 hidden), from 9.50 at 24.00" in shown.alt_text
    assert findings


def test_a_line_that_ends_at_a_few_people_ends_where_they_are_hidden(make):
    above = replace(ABOVE, bins=(Bin(18.0, 7.0, 12, 12), Bin(24.0, 9.5, 3, 3)))
    shown, _ = suppress_figure(draw(make, around(make, above=above)), 5, ())
    ends = [row for row in shown.data if row["part"].value == "line"]
    assert [row["value"].value for row in ends] == [8.1, 9.9, 6.8, None]
    assert ends[-1]["score"].value is None


def test_shares_of_few_people_are_hidden_too(make):
    below = replace(BELOW, bins=(Bin(10.0, 0.9, 20, 2), BELOW.bins[1]))
    shown, _ = suppress_figure(draw(make, around(make, below=below)), 5, ())
    assert shown.data[0]["value"].value is None
    assert shown.data[0]["n"].value == 20


def test_the_words_say_both_sides_and_the_jump(make):
    figure = draw(make)
    assert figure.caption.endswith("17")
    assert "Their line is at 9.90 at the cut-off. The treated" in figure.alt_text
    assert figure.alt_text.endswith("Jump at the cut-off: −3.10, interval −4.70 to −1.50.")
    assert draw(make, title="Mine").caption == "Mine"


def test_a_jump_that_cannot_be_had_is_said(make):
    figure = draw(make, around(make, jump=NotAvailable("no error")))
    assert figure.alt_text.endswith("Jump: not estimable.")


def test_controls_are_said_not_to_be_in_the_lines(make):
    assert not any("hold nothing else" in note for note in draw(make).notes)
    assert "hold nothing else" in draw(make, around(make, adjusted=True)).notes[0]


def test_a_model_without_a_cutoff_is_refused(make):
    with pytest.raises(DocumentError) as caught:
        draw(make, make.fitted())
    assert caught.value.where == "model"
    assert '"rd"' in caught.value.remedy


def test_the_lines_of_a_fit_are_as_far_apart_as_its_jump():
    panel = simulate(World(children=300, assignment="score", effect=-0.5), 2)
    model = Rd(name="rd", outcome="y", running="above", cutoff=0.0, where="wave == 3")
    result = model.fit(panel, seed=1, progress=Silent())
    shown = CutoffChart(name="f", model="rd").draw(
        Material(panel=panel, analyses={}, models={"rd": (model, result)})
    )
    ends = [row for row in shown.data if "at the cut-off" in str(row["label"].value)]
    below, above, jump = (row["value"].value for row in ends)
    assert above - below == pytest.approx(jump, abs=1e-10)
    assert jump == result.estimates["jump"].estimate
    people = sum(row["n"].value for row in shown.data if row["part"].value == "mean")
    assert people == result.n_people


def test_who_was_treated_below_is_called_so():
    panel = simulate(World(children=200, assignment="score"), 2)
    options = {"outcome": "y", "running": "above", "cutoff": 0.0, "bandwidth": 2.0}
    model = Rd(name="rd", **options, treated="below", where="wave == 3", controls=("age",))
    found = model.fit(panel, seed=1, progress=Silent()).around
    assert (found.below.treated, found.above.treated, found.adjusted) == (True, False, True)
