from __future__ import annotations

from studytool.api import open_study
from studytool.gui.checked_rows import rows_of, words_of
from studytool.report.quantity import Reproduced


def number(ours, quantity="two_way.beertax.std_error"):
    return Reproduced(
        quantity, 0.36, ours, 0.006, ours is not None and abs(ours - 0.36) < 0.006, ""
    )


def test_a_number_is_told_in_words():
    study = open_study("fatalities")
    assert words_of("two_way.beertax.std_error", study) == ("two way: beertax", "standard error")
    assert words_of("mcnemar.x.p", study) == ("mcnemar: x", "p")
    one = open_study("wcr_fatalities")
    assert words_of("two_way.wild_cluster.p", one) == ("wild bootstrap", "p")
    snow = open_study("snow_2x2")
    assert words_of("did.cleaner:post.estimate", snow) == ("cleaner:post", "estimate")


def test_what_moved_is_shown_beside_what_it_was():
    study = open_study("fatalities")
    before = {"two_way.beertax.std_error": 0.35707834554809}
    (still,) = rows_of([number(0.35707834554809)], before, study)
    assert (still.before, still.moved, still.verdict) == ("", False, "holds")
    (moved,) = rows_of([number(0.3858)], before, study)
    assert (moved.published, moved.before, moved.ours) == ("0.36", "0.357", "0.386")
    assert (moved.difference, moved.verdict, moved.moved) == ("0.026", "differs", True)


def test_a_number_that_went_away_keeps_what_it_was():
    study = open_study("fatalities")
    (gone,) = rows_of([number(None)], {"two_way.beertax.std_error": 0.357}, study)
    assert (gone.before, gone.ours, gone.verdict) == ("0.3570", "–", "no number")
    (never,) = rows_of([number(None)], {}, study)
    assert (never.before, never.moved) == ("", False)
