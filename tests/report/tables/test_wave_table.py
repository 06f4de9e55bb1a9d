from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import DocumentError
from studytool.core.findings import Finding
from studytool.describe.analysis import Description
from studytool.report.tables.wave_table import WaveTable
from studytool.report.text import as_text

PUBLISHED = {
    "violence_exposure": (71, 74, 74),
    "caregiver_worry": (78, 62, 62),
    "abuse_victim": (10, 10, 10),
    "safety_risk": (47, 74, 76),
}
SITES = (
    ("Johannesburg", 123, (47, 74, 76)),
    ("Moutse", 50, (24, 25, 25)),
    ("all", 173, (71, 99, 101)),
)


def waves(make):
    rows = [
        make.point(variable, wave, count, 123)
        for variable, counts in PUBLISHED.items()
        for wave, count in zip((1, 2, 3), counts, strict=True)
    ]
    harsh = [make.point("harsh_discipline", wave, count, 45) for wave, count in ((1, 10), (3, 9))]
    drift = Finding("warning", "instrument_drift", "The cut-offs changed in 2022")
    return make.describe(
        *rows, *harsh, title="What caregivers told", notes=("Children tracked",), findings=(drift,)
    )


def by_site(make):
    rows = [
        make.point("safety_risk", wave, count, n, by="site", group=site, label="High risk, safety")
        for site, n, counts in SITES
        for wave, count in zip((1, 2, 3), counts, strict=True)
    ]
    return make.describe(*rows, title="By site")


def means(make):
    rows = [make.point("score", 1, None, 118, mean=16.9, width=0.9, label="Difficulties")]
    return make.describe(*rows, title="Means")


@pytest.fixture
def material(make):
    described = {"table1": waves(make), "site": by_site(make), "means": means(make)}
    statistics = {"means": "mean"}
    return make.material(
        analyses={
            name: (make.ShownAnalysis(name=name, statistic=statistics.get(name, "percent")), each)
            for name, each in described.items()
        }
    )


def test_the_published_margins_are_printed(make, material):
    table = WaveTable(name="t1", analysis="table1").lay_out(material)
    make.in_golden("tables/wave_table.txt", as_text(table, number=1))


def test_groups_stand_below_their_variable_with_intervals(make, material):
    table = WaveTable(name="t1", analysis="site", show_interval=True).lay_out(material)
    make.in_golden("tables/wave_table_by_site.txt", as_text(table))
    assert [row.total_of for row in table.rows if row.role != "group"] == [
        (),
        (),
        ("site/safety_risk/site",),
    ]


def test_analyses_are_stacked_below_their_titles(make, material):
    asked = WaveTable(name="t1", analyses=("table1", "site", "means"), show_n=False)
    make.in_golden("tables/wave_table_stacked.txt", as_text(asked.lay_out(material)))


def test_cells_carry_the_people_behind_them(material):
    table = WaveTable(name="t1", analysis="table1", show_interval=True).lay_out(material)
    value, interval, n = table.rows[2].cells[:3]
    assert (value.count, value.base) == (interval.count, interval.base) == (10.0, 123.0)
    assert (n.value, n.count) == (123.0, 123.0)
    assert table.columns[7].key == (("wave", "3"), ("wave_label", "2022"), ("column", "interval"))


def test_every_finding_is_in_the_notes(material):
    table = WaveTable(name="t1", analysis="table1").lay_out(material)
    assert table.notes[-1] == "Caution. The cut-offs changed in 2022."
    assert [found.code for found in table.findings] == ["instrument_drift"]


def test_an_analysis_of_another_kind_is_refused(make):
    other = Description(kind="attrition", title="", columns=("wave",), rows=())
    material = make.material(analyses={"a": (make.ShownAnalysis(name="a"), other)})
    with pytest.raises(DocumentError, match="not described by wave"):
        WaveTable(name="t1", analysis="a").lay_out(material)


@pytest.mark.parametrize("asked", [{}, {"analysis": "a", "analyses": ("a", "b")}])
def test_one_or_several_analyses_are_named(asked):
    with pytest.raises(ValidationError, match="name the analysis"):
        WaveTable(name="t1", **asked)
