"""What a run makes says what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.core.identity import file_digest

if TYPE_CHECKING:
    from studytool.outcome import Run


def test_every_file_that_was_read_is_named_with_its_digest(sample_run: Run) -> None:
    sources = sample_run.provenance.sources
    assert list(sources) == sorted(sources)
    assert "wave2_2021.sav" in sources
    assert "costs.csv" in sources
    root = sample_run.study.root
    assert {name: file_digest(root / name) for name in sources} == sources


def test_notes_name_document_seed_versions_files_decisions_and_hidden_cells(
    sample_run: Run,
) -> None:
    notes = "\n".join(sample_run.output.notes)
    assert sample_run.study.digest in notes
    assert f"Seed: {sample_run.study.seed}." in notes
    assert f"numpy {sample_run.provenance.versions['numpy']}" in notes
    for digest in sample_run.provenance.sources.values():
        assert digest in notes
    assert "Decision: " in notes
    assert "published in the source brief" in notes


def test_no_id_of_a_child_is_in_what_leaves(sample_run: Run) -> None:
    told = repr(sample_run.output.notes) + repr(sample_run.findings)
    for person in sample_run.panel.frame["child_id"].unique():
        assert person not in told


def test_why_a_person_decided_stays_in_the_team(sample_run: Run) -> None:
    told = repr(sample_run.output.notes) + repr(sample_run.output.brief)
    assert sample_run.panel.decisions
    for decision in sample_run.panel.decisions:
        assert decision.reason not in told


def test_results_and_analyses_are_found_by_name(sample_run: Run) -> None:
    assert set(sample_run.results) == {model.name for model in sample_run.study.models}
    assert set(sample_run.analyses) == {analysis.name for analysis in sample_run.study.analyses}
