"""The catalogue is told from the code: what exists is listed, nothing else."""

from __future__ import annotations

from studytool.catalogue import catalogue, families, methods


def test_every_family_lists_what_this_program_can_do() -> None:
    listed = {family: set(members) for family, members in catalogue().items()}
    assert listed["importers"] >= {"csv", "excel", "spss"}
    assert listed["measures"] >= {"sum_scale", "cutoff_band", "domain_risk"}
    assert listed["rules"] >= {"ever", "received", "dose", "first"}
    assert listed["analyses"] >= {"wave_table", "attrition"}
    assert listed["models"] >= {"pooled", "fixed_effects", "did", "ancova", "paired"}
    assert listed["tables"] >= {"wave_table", "regression"}
    assert listed["charts"] >= {"trend", "coefficients"}
    assert listed["exporters"] >= {"docx", "xlsx"}


def test_every_kind_says_what_it_is_in_one_sentence() -> None:
    for family, members in catalogue().items():
        for kind, words in members.items():
            assert words.endswith("."), (family, kind)


def test_every_method_gives_its_equation_and_its_source() -> None:
    told = methods()
    for kind, estimator in families()["models"].items():
        assert f'{estimator.called}, kind = "{kind}"\n' in told
        words = estimator.__doc__ or ""
        assert "Notes" in words, kind
        assert "https://doi.org/" in words or "ISBN" in words, kind
