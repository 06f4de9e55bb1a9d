from __future__ import annotations

from studytool.report.disclosure import suppress_table
from studytool.report.tables.wave_table import WaveTable
from studytool.report.wave_points import wave_points
from studytool.report.wave_sums import sums_of


def groups(make, *, n=50):
    return [
        make.point("abuse", 1, count, n, by="site", group=site)
        for site, count in (("Johannesburg", 20), ("Moutse", 3))
    ]


def points(make, rows, name="a"):
    return wave_points(make.describe(*rows), analysis=name, statistic="percent")


def test_groups_add_up_to_a_row_of_as_many_people(make):
    whole = points(make, [make.point("abuse", 1, 23, 100)], "b")
    sums = sums_of([*whole, *points(make, groups(make))])
    assert sums.totals == {whole[0].key: ("a/abuse/site",)}
    assert set(sums.parts.values()) == {("a/abuse/site",)}


def test_groups_of_other_people_do_not_add_up(make):
    whole = points(make, [make.point("abuse", 1, 23, 101)], "b")
    assert sums_of([*whole, *points(make, groups(make))]).totals == {}


def test_another_variable_is_no_total(make):
    whole = points(make, [make.point("worry", 1, 23, 100)], "b")
    assert sums_of([*whole, *points(make, groups(make))]).totals == {}


def test_a_group_hidden_below_its_total_takes_another_along_across_analyses(make):
    described = {
        "everyone": make.describe(make.point("abuse", 1, 23, 100)),
        "by_site": make.describe(*groups(make)),
    }
    material = make.material(
        analyses={name: (make.ShownAnalysis(name=name), each) for name, each in described.items()}
    )
    table = WaveTable(name="t", analyses=("everyone", "by_site")).lay_out(material)
    _, findings = suppress_table(table, 5, [])
    assert [found.code for found in findings] == ["cell_suppressed", "cell_suppressed"]
    assert "Moutse" in findings[0].message
    assert "Johannesburg" in findings[1].message
