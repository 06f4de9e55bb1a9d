"""Write golden.json with moderndid and diff-diff. Run by hand: python reference.py."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import moderndid
import numpy as np
import pandas as pd
from diff_diff import CallawaySantAnna

here = Path(__file__)
panel = pd.read_csv(here.with_name("panel.csv"))
sections = pd.read_csv(here.with_name("sections.csv"))
early, late = (panel[panel["wave"] == wave] for wave in (1, 2))


def columns(frame, weighted):
    covariates = np.column_stack([np.ones(len(frame)), frame["x1"], frame["x2"]])
    weights = frame["weight"].to_numpy() if weighted else np.ones(len(frame))
    return frame["d"].to_numpy(), covariates, weights


def told(found):
    return {"estimate": float(found.att), "std_error": float(found.se)}


PANEL = {
    "outcome_regression": moderndid.reg_did_panel,
    "ipw": moderndid.std_ipw_did_panel,
    "doubly_robust": moderndid.drdid_panel,
}
SECTIONS = {
    "outcome_regression": moderndid.reg_did_rc,
    "ipw": moderndid.std_ipw_did_rc,
    "doubly_robust": moderndid.drdid_rc,
}
out = {name: version(name) for name in ("moderndid", "diff-diff")}
for weighted in (False, True):
    key = "weighted" if weighted else "plain"
    args = columns(early, weighted)
    changes = (late["y"].to_numpy(), early["y"].to_numpy())
    out[f"panel_{key}"] = {name: told(f(*changes, *args)) for name, f in PANEL.items()}
    args = columns(sections, weighted)
    rows = (sections["y"].to_numpy(), (sections["wave"] == 2).to_numpy().astype(float))
    out[f"sections_{key}"] = {name: told(f(*rows, *args)) for name, f in SECTIONS.items()}
# moderndid leaves part of the influence out of the standard error of drdid_rc
groups = sections.assign(start=np.where(sections["d"] == 1, 2, 0), row=np.arange(len(sections)))
second = CallawaySantAnna(estimation_method="dr", panel=False).fit(
    groups, outcome="y", unit="row", time="wave", first_treat="start", covariates=["x1", "x2"]
)
robust = out["sections_plain"]["doubly_robust"]
assert abs(second.overall_att - robust["estimate"]) < 1e-8  # the same estimator
robust["std_error"] = float(second.overall_se)
del out["sections_weighted"]["doubly_robust"]["std_error"]
here.with_name("golden.json").write_text(json.dumps(out, indent=2) + "\n", encoding="utf-8")
