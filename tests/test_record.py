"""The record for --json carries every number at full precision, and null beside a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from studytool.api import open_study, run
from studytool.record import INTERNAL, record_of, to_json
from tests.small_study import change, write_study

if TYPE_CHECKING:
    from pathlib import Path

    from studytool.outcome import Run


@pytest.fixture(scope="session")
def record(sample_run: Run) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(to_json(record_of(sample_run)))
    return written


def test_the_first_key_says_that_it_is_not_for_release(record: dict[str, Any]) -> None:
    assert next(iter(record.items())) == ("internal", INTERNAL)


def test_it_carries_everything_the_format_names(record: dict[str, Any]) -> None:
    assert {"study", "results", "analyses", "tables", "exposures", "roi", "reproduces"} <= set(
        record
    )
    assert set(record["study"]) == {"title", "digest"}
    offer = record["results"]["offer"]
    assert set(offer) >= {
        "kind", "outcome", "estimates", "tests", "n_rows", "n_people", "n_clusters", "flow",
        "convention", "findings",
    }  # fmt: skip
    assert set(offer["estimates"]["offered"]) == {
        "estimate", "std_error", "df", "p", "low", "high",
    }  # fmt: skip
    assert set(record["exposures"]["visited"]["report"]) >= {
        "rows", "matched", "unmatched", "outside",
    }  # fmt: skip
    assert {"columns", "rows", "notes"} <= set(record["tables"]["t_offer"])
    assert set(record["reproduces"][0]) >= {
        "quantity", "published", "ours", "tolerance", "holds", "source",
    }  # fmt: skip


def test_numbers_are_those_of_the_run_to_the_last_bit(
    record: dict[str, Any], sample_run: Run
) -> None:
    for name, result in sample_run.results.items():
        for term, estimate in result.estimates.items():
            written = record["results"][name]["estimates"][term]
            assert written["estimate"] == estimate.estimate  # type: ignore[union-attr]
            assert written["std_error"] == estimate.std_error  # type: ignore[union-attr]


def test_the_flow_adds_up_to_the_rows_used(record: dict[str, Any]) -> None:
    for result in record["results"].values():
        left = sum(step["rows"] for step in result["flow"])
        assert result["rows_before"] - left == result["n_rows"]


def test_small_cells_are_in_the_record_and_hidden_in_what_leaves(
    record: dict[str, Any], sample_run: Run
) -> None:
    rows = record["analyses"]["harsh"]["rows"]
    place = record["analyses"]["harsh"]["columns"].index("count")
    assert [row[place] for row in rows] == [10, 4, 1]
    (row,) = sample_run.output.tables["t_families"].rows
    assert any(cell.reason == "hidden" for cell in row.cells)


def test_a_dropped_term_is_null_with_a_reason(tmp_path: Path) -> None:
    path = write_study(tmp_path)
    controls = 'cluster = ["household"]\ncontrols = ["size"]'
    change(path, 'cluster = ["household"]', controls)
    written = json.loads(to_json(record_of(run(open_study(path)))))
    size = written["results"]["effect"]["estimates"]["size"]
    assert size["estimate"] is None
    assert size["reason"]


def test_an_infinite_number_is_null_never_nan() -> None:
    assert json.loads(to_json({"df": float("inf"), "p": float("nan")})) == {"df": None, "p": None}
