"""Tokens: the colours, sizes and spaces of the window, by name, for each of its three themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

ThemeName = Literal["light", "dark", "high_contrast"]

Token = Literal[
    "ground", "paper", "rail", "field", "line", "line2", "edge",
    "ink", "ink2", "ink3", "rule",
    "accent", "accent_hover", "accent_pressed", "on_accent", "accent_soft",
    "amber", "amber_mark", "amber_soft",
    "red", "red_mark", "red_soft",
    "disabled",
    "renamed_soft", "renamed", "recoded_soft", "recoded", "missing_soft", "missing",
    "format_soft", "format", "not_asked_soft", "not_asked",
    "blue", "vermilion", "green", "purple", "sky", "orange",
]  # fmt: skip

TITLES: Mapping[ThemeName, str] = {
    "light": "Light",
    "dark": "Dark",
    "high_contrast": "High contrast",
}

COLOURS: Mapping[ThemeName, Mapping[Token, str]] = {
    "light": {
        "ground": "#F6F7F6",
        "paper": "#FFFFFF",
        "rail": "#EEF1F0",
        "field": "#FFFFFF",
        "line": "#DCE1DF",
        "line2": "#C3CBC8",
        "edge": "#7E8A86",
        "ink": "#17201E",
        "ink2": "#46524F",
        "ink3": "#5F6B68",
        "rule": "#17201E",
        "accent": "#0B5D57",
        "accent_hover": "#08504B",
        "accent_pressed": "#063F3B",
        "on_accent": "#FFFFFF",
        "accent_soft": "#E2EFED",
        "amber": "#875000",
        "amber_mark": "#C77B00",
        "amber_soft": "#FCF3E1",
        "red": "#A8231B",
        "red_mark": "#C2352B",
        "red_soft": "#FBEBE9",
        "disabled": "#9AA4A1",
        "renamed_soft": "#DDEDF8",
        "renamed": "#0A4F80",
        "recoded_soft": "#EFE3F0",
        "recoded": "#7A2F68",
        "missing_soft": "#FBE9C8",
        "missing": "#7A4B00",
        "format_soft": "#DDF0E7",
        "format": "#0B5F43",
        "not_asked_soft": "#ECEFEE",
        "not_asked": "#5F6B68",
        "blue": "#0072B2",
        "vermilion": "#D55E00",
        "green": "#009E73",
        "purple": "#B35C8E",
        "sky": "#56B4E9",
        "orange": "#E69F00",
    },
    "dark": {
        "ground": "#161B1A",
        "paper": "#1C2221",
        "rail": "#121615",
        "field": "#212827",
        "line": "#2F3836",
        "line2": "#414C49",
        "edge": "#77837F",
        "ink": "#E7ECEA",
        "ink2": "#B9C3C0",
        "ink3": "#98A4A0",
        "rule": "#C9D1CE",
        "accent": "#62C6BA",
        "accent_hover": "#7AD3C8",
        "accent_pressed": "#4FB3A7",
        "on_accent": "#06231F",
        "accent_soft": "#17352F",
        "amber": "#EBB85F",
        "amber_mark": "#EBB85F",
        "amber_soft": "#2D2617",
        "red": "#F49B92",
        "red_mark": "#F49B92",
        "red_soft": "#351F1D",
        "disabled": "#68736F",
        "renamed_soft": "#1B3344",
        "renamed": "#9CCBEB",
        "recoded_soft": "#3A2738",
        "recoded": "#E0B0D0",
        "missing_soft": "#3B2F17",
        "missing": "#EBC57F",
        "format_soft": "#17362B",
        "format": "#8FD6B8",
        "not_asked_soft": "#262D2B",
        "not_asked": "#98A4A0",
        "blue": "#4FA8DD",
        "vermilion": "#F0803C",
        "green": "#2DBE93",
        "purple": "#CC79A7",
        "sky": "#56B4E9",
        "orange": "#E69F00",
    },
    # at least 7:1 for every text, and borders as plain to see as the text itself
    "high_contrast": {
        "ground": "#000000",
        "paper": "#000000",
        "rail": "#000000",
        "field": "#000000",
        "line": "#8C9A96",
        "line2": "#B4C0BC",
        "edge": "#FFFFFF",
        "ink": "#FFFFFF",
        "ink2": "#FFFFFF",
        "ink3": "#E3E9E7",
        "rule": "#FFFFFF",
        "accent": "#5CF0DF",
        "accent_hover": "#9BF7EC",
        "accent_pressed": "#C9FBF5",
        "on_accent": "#000000",
        "accent_soft": "#003B35",
        "amber": "#FFD166",
        "amber_mark": "#FFD166",
        "amber_soft": "#2B2000",
        "red": "#FFB3AB",
        "red_mark": "#FFB3AB",
        "red_soft": "#3A0A06",
        "disabled": "#A0A9A6",
        "renamed_soft": "#00263F",
        "renamed": "#B5E0FF",
        "recoded_soft": "#36102F",
        "recoded": "#FFC9EC",
        "missing_soft": "#332300",
        "missing": "#FFDF9E",
        "format_soft": "#00301F",
        "format": "#A6F5D3",
        "not_asked_soft": "#1C2221",
        "not_asked": "#E3E9E7",
        "blue": "#6FC3FF",
        "vermilion": "#FF9A52",
        "green": "#3FE0AE",
        "purple": "#F0A3CD",
        "sky": "#8AD2FF",
        "orange": "#FFC24D",
    },
}

# points
SIZES: Mapping[str, float] = {
    "figure": 21,
    "start": 22,
    "brief": 19,
    "title": 15,
    "caption": 11,
    "base": 10,
    "label": 9.5,
    "note": 9,
    "least": 8.5,
}

# logical pixels: the grid of four
GAP_LABEL = 4
GAP_INSIDE = 8
GAP_FIELDS = 12
PANE_TOP = 16
PANE_SIDE = 24
CONTROL_HEIGHT = 28
RADIUS_CONTROL = 4
RADIUS_CARD = 6
