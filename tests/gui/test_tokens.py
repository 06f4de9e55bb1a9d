from __future__ import annotations

import re

import pytest

from studytool.gui.tokens import COLOURS, SIZES, TITLES

# the ground of a pane, of a document, of the rail, of a field
GROUNDS = ("ground", "paper", "rail", "field")
READ = ("ink", "ink2", "ink3", "accent", "amber", "red")
SOFT = (
    ("ink", "accent_soft"),
    ("ink2", "accent_soft"),
    ("ink3", "accent_soft"),
    ("accent", "accent_soft"),
    ("ink", "amber_soft"),
    ("amber", "amber_soft"),
    ("accent", "amber_soft"),
    ("ink", "red_soft"),
    ("red", "red_soft"),
    ("accent", "red_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("accent_hover", "ground"),
    ("renamed", "renamed_soft"),
    ("recoded", "recoded_soft"),
    ("missing", "missing_soft"),
    ("format", "format_soft"),
    ("not_asked", "not_asked_soft"),
)
SERIES = ("blue", "vermilion", "green", "purple")
MARKS = (("amber_mark", "amber_soft"), ("red_mark", "red_soft"), ("accent", "accent_soft"))


def luminance(colour):
    """Relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_published():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("name", list(COLOURS))
@pytest.mark.parametrize("pair", [(ink, ground) for ink in READ for ground in GROUNDS] + [*SOFT])
def test_every_text_can_be_read(name, pair):
    colours = COLOURS[name]
    least = 7 if name == "high_contrast" else 4.5
    assert contrast(colours[pair[0]], colours[pair[1]]) >= least


@pytest.mark.parametrize("name", list(COLOURS))
@pytest.mark.parametrize("ground", GROUNDS)
def test_borders_of_fields_can_be_seen(name, ground):
    assert contrast(COLOURS[name]["edge"], COLOURS[name][ground]) >= 3


@pytest.mark.parametrize("name", list(COLOURS))
def test_lines_of_charts_and_marks_of_findings_can_be_seen(name):
    colours = COLOURS[name]
    for series in SERIES:
        assert contrast(colours[series], colours["paper"]) >= 3
    for mark, soft in MARKS:
        assert contrast(colours[mark], colours[soft]) >= 3


def test_the_themes_have_the_same_tokens():
    light = list(COLOURS["light"])
    assert all(list(colours) == light for colours in COLOURS.values())
    assert list(TITLES) == list(COLOURS)


def test_colours_are_written_alike():
    written = [colour for colours in COLOURS.values() for colour in colours.values()]
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in written)


def test_nothing_is_smaller_than_the_least_size():
    assert min(SIZES.values()) == SIZES["least"] == 8.5
