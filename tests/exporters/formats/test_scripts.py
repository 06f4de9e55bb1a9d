"""Programs of other tools: they run, and print the numbers of the study."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from studytool import api
from studytool.cli import DONE, REFUSED, main
from studytool.models.result import Estimate

RUNNERS = {"models.py": [sys.executable]}
if sys.platform == "linux":  # where `dev.py test` installs R
    RUNNERS["models.R"] = ["Rscript"]

DOCUMENT = """
title = "Programs (synthetic)"
[panel]
person = "child"
levels = { school = "school" }
[[waves]]
source = "long.csv"
layout = "long"
"""
LINEAR = {
    "plain": 'kind = "pooled"\ncontrols = ["size", "C(sex)"]\ncovariance = "hc1"',
    "hc3": 'kind = "pooled"\ncontrols = ["size"]\ncovariance = "hc3"',
    "no_constant": 'kind = "pooled"\nintercept = false',
    "weighted": 'kind = "pooled"\nweights = "w"\ncluster = ["school"]',
    "twoway": 'kind = "fixed_effects"\ncluster = ["person"]',
    "every": 'kind = "fixed_effects"\ncluster = ["school"]\nsmall_sample = "all_effects"',
    "no_k": 'kind = "fixed_effects"\ncluster = ["school"]\nsmall_sample = "no_k"',
    "raw": 'kind = "fixed_effects"\ncluster = ["person"]\ncovariance = "cr0"',
    "reduced": 'kind = "fixed_effects"\ncluster = ["school"]\ncovariance = "cr2"\nweights = "w"',
    "jack": 'kind = "pooled"\ncluster = ["school"]\ncovariance = "cr3"\nweights = "w"',
    "lines": 'kind = "fixed_effects"\ntrends = ["school"]\ncluster = ["school"]',
    "cells": 'kind = "fixed_effects"\neffects = ["person", "school*wave"]\ncluster = ["person"]',
    "changes": 'kind = "first_difference"\ncluster = ["person"]',
    "means": 'kind = "between"\ncovariance = "classical"',
    "random": 'kind = "random_effects"\ncluster = ["person"]',
    "both": 'kind = "mundlak"\ncluster = ["person"]',
    "path": 'kind = "event_study"\ncluster = ["person"]',
}


def long_file(path, *, everyone=False):
    """Sixty children at up to four waves; half of them treated from wave 3 or 4 on."""
    chance = np.random.default_rng(5)
    rows = [(child, wave) for child in range(60) for wave in range(1, 5)]
    frame = pd.DataFrame(rows, columns=["child", "wave"])
    start = np.where(frame["child"] < 15, 3, np.where(frame["child"] < 30, 4, 0))
    frame["start"] = start
    frame["treated"] = ((start > 0) & (frame["wave"] >= start)).astype(int)
    frame["school"] = "s" + (frame["child"] % 6).astype(str)
    frame["sex"] = np.where(frame["child"] % 2, "a", "b")
    frame["size"] = chance.integers(2, 9, len(frame))
    frame["w"] = chance.uniform(0.5, 2, len(frame)).round(3)
    own = chance.normal(size=60)[frame["child"]]
    frame["score"] = (own + frame["treated"] + chance.normal(size=len(frame))).round(6)
    kept = frame if everyone else frame[chance.random(len(frame)) < 0.9]
    kept.to_csv(path / "long.csv", index=False)


def finished(path, models):
    """A run of the document with these models."""
    blocks = (
        f'[[models]]\nname = "{name}"\noutcome = "score"\n{options}\n'
        for name, options in models.items()
    )
    (path / "study.toml").write_text(DOCUMENT + "".join(blocks))
    return api.run(api.open_study(path / "study.toml"))


def printed(program):
    """Numbers that a program prints: estimate and standard error by model and term."""
    done = subprocess.run(
        [*RUNNERS[program.name], str(program)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    cells = (line.split("\t") for line in done.stdout.splitlines())
    return {(each[0], each[1]): (float(each[2]), float(each[3])) for each in cells}


@pytest.fixture(scope="module")
def linear(tmp_path_factory):
    path = tmp_path_factory.mktemp("linear")
    long_file(path)
    models = {
        name: options if name == "path" else options + '\ntreatment = "treated"'
        for name, options in LINEAR.items()
    }
    models["path"] += '\ncohort = "start"'
    run = finished(path, models)
    files = api.export(run, path / "out", formats=["scripts"])
    return run, {file.name: file for file in files}


@pytest.mark.parametrize("name", sorted(RUNNERS))
def test_a_program_prints_the_same_numbers(linear, name):
    run, files = linear
    found = printed(files[name])
    for model, result in run.results.items():
        terms = set(result.regression.design().names) & set(result.terms)
        assert terms == {term for one, term in found if one == model}
        for term in terms:
            ours = result.estimates[term]
            assert found[model, term] == pytest.approx(
                (ours.estimate, ours.std_error), rel=1e-6, abs=1e-9
            ), (model, term)


def test_cohorts_print_the_same_numbers(tmp_path):
    long_file(tmp_path, everyone=True)
    options = 'kind = "callaway_santanna"\ncohort = "start"\n'
    run = finished(
        tmp_path,
        {
            "cohorts": options,
            "later": options + 'comparison = "not_yet"\nbase = "universal"',
            "alike": options + 'controls = ["size"]\nmethod = "outcome_regression"',
            "schools": options + 'cluster = ["school"]',
            "bare": options + 'covariance = "cr0"',
            "both": options + 'covariance = "cr0"\ncluster = ["school"]',
        },
    )
    files = api.export(run, tmp_path / "out", formats=["scripts"])
    found = printed(next(file for file in files if file.name == "models.py"))
    for (model, term), told in found.items():
        ours = run.results[model].estimates.get(term)
        if isinstance(ours, Estimate):
            assert told == pytest.approx((ours.estimate, ours.std_error), rel=1e-6), (model, term)
    for terms in ("simple", "dynamic", "event[0]", "event[1]", "cohort[4]", "att[3,4]"):
        assert {(model, terms) for model in run.results} <= set(found)


def test_no_name_of_a_child_is_in_the_files(linear):
    _, files = linear
    frame = pd.read_csv(files["cells.csv"])
    assert list(frame) == [
        "score",
        "treated",
        "effect_person",
        "effect_school_wave",
        "cluster_person",
    ]
    assert not any("s0" in file.read_text() for file in files.values())


def test_rows_leave_only_where_they_are_asked_for_by_name(tmp_path, linear):
    run, _ = linear
    files = api.export(run, tmp_path)
    assert "models.py" not in {file.name for file in files}
    assert run.output.material is None


def test_what_has_no_program_is_named(tmp_path):
    long_file(tmp_path)
    run = finished(
        tmp_path,
        {
            "two": 'kind = "pooled"\ntreatment = "treated"\ncluster = ["school", "wave"]',
            "odds": 'kind = "gee"\ntreatment = "treated"\ncluster = ["person"]',
            "gaps": 'kind = "callaway_santanna"\ncohort = "start"',
        },
    )
    api.export(run, tmp_path / "out", formats=["scripts"])
    told = (tmp_path / "out" / "scripts" / "READ ME.txt").read_text()
    assert "No program for two: standard errors by two cluster levels have none yet." in told
    assert "No program for odds: " in told
    assert "No program for gaps: somebody misses a wave" in told
    assert "SYNTHETIC DATA" in told


def test_a_study_without_models_is_refused(tmp_path, capsys):
    long_file(tmp_path)
    (tmp_path / "study.toml").write_text(DOCUMENT)
    asked = ["export", str(tmp_path / "study.toml"), "--as", "scripts", "--out", str(tmp_path)]
    assert main(asked) == REFUSED
    assert "There are no models to write programs of." in capsys.readouterr().err
    assert not (tmp_path / "scripts").exists()


def test_a_second_export_replaces_the_first(tmp_path):
    long_file(tmp_path)
    finished(tmp_path, {"plain": 'kind = "pooled"\ntreatment = "treated"'})
    asked = ["export", str(tmp_path / "study.toml"), "--as", "scripts", "--out", str(tmp_path)]
    assert main(asked) == main(asked) == DONE
    assert (tmp_path / "scripts" / "data" / "plain.csv").exists()
