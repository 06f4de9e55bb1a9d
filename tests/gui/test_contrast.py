"""Contrast of every text with every ground it can stand on, by the formula of WCAG 2.2."""

from __future__ import annotations

import pytest

from studytool.gui.tokens import COLOURS

TEXT_NEEDS, SHAPE_NEEDS, HIGH_NEEDS = 4.5, 3.0, 7.0

GROUNDS = ("ground", "paper", "rail", "field", "accent_soft")
INKS = ("ink", "ink2", "ink3", "accent", "accent_hover")
DIFFERENCES = ("renamed", "recoded", "missing", "format", "not_asked")
TEXTS = (
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    # findings: level word, text, links
    *((ink, ground) for ink in ("ink", "ink2", "accent") for ground in ("amber_soft", "red_soft")),
    ("amber", "amber_soft"),
    ("red", "red_soft"),
    # the sentence under a field that is wrong, and the marks of the rail with their word
    *((ink, ground) for ink in ("amber", "red") for ground in ("ground", "paper", "rail", "field")),
    # the primary button
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    # cells of the grid of waves: the word, and the name of the column above it
    *((name, f"{name}_soft") for name in DIFFERENCES),
    *(("ink", f"{name}_soft") for name in DIFFERENCES),
)
SHAPES = (
    *(("edge", ground) for ground in ("ground", "paper", "field", "rail")),
    *(("accent", ground) for ground in GROUNDS),
    *((mark, ground) for mark in ("red", "red_mark") for ground in ("paper", "field", "red_soft")),
    ("amber_mark", "paper"),
    ("amber_mark", "amber_soft"),
    # series of charts; sky and orange serve for areas with a labelled edge only
    *((series, "paper") for series in ("blue", "vermilion", "green", "purple")),
    ("rule", "paper"),
)


def channel(part):
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour):
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_weak(theme, pairs, needed):
    colours = COLOURS[theme]
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < needed}


def test_the_formula_gives_the_published_values():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", COLOURS)
def test_every_text_can_be_read(theme):
    assert too_weak(theme, TEXTS, TEXT_NEEDS) == {}


def test_high_contrast_is_high():
    assert too_weak("high_contrast", TEXTS, HIGH_NEEDS) == {}


@pytest.mark.parametrize("theme", COLOURS)
def test_every_border_mark_and_series_can_be_seen(theme):
    assert too_weak(theme, SHAPES, SHAPE_NEEDS) == {}


def test_every_token_of_a_colour_is_in_a_pair_or_decoration():
    paired = {name for pair in (*TEXTS, *SHAPES) for name in pair}
    decoration = {"line", "line2", "disabled", "sky", "orange"}
    for colours in COLOURS.values():
        assert set(colours) == paired | decoration
