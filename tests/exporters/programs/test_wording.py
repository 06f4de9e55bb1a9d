from __future__ import annotations

import json

from studytool.exporters.programs.wording import comment, found_lines, quoted


def test_a_title_never_ends_its_comment():
    assert comment(["Visits\nimport os", "", "b"], "#") == "# Visits import os\n# b"


def test_a_text_comes_back_as_it_was():
    text = 'a "b" \\ `c` \u00e9'
    assert json.loads(quoted(text)) == text
    assert quoted(text).isascii()


def test_numbers_found_stand_beside_their_term():
    assert found_lines({"visited": (-1.5, 0.25)}) == ["studytool: visited -1.5 (0.25)"]
