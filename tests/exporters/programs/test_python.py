from __future__ import annotations

from studytool.exporters.programs.python import python_program
from tests.exporters.programs.made import cohorts, rows


def test_it_is_python_whatever_a_title_holds():
    program = python_program(["A\nstudy"], [rows(name='v"isits')], [cohorts()])
    compile(program, "models.py", "exec")
    assert '# v"isits: Visits /* all' in program


def test_diff_diff_is_asked_for_only_where_there_are_cohorts():
    assert "diff_diff" not in python_program([], [rows()], [])
    assert "diff_diff" in python_program([], [], [cohorts()])
