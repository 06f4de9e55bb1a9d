"""Write golden.json with diff-diff and moderndid. Run by hand: python reference.py."""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import moderndid
import numpy as np
import pandas as pd
from diff_diff import CallawaySantAnna, StackedDiD, SunAbraham, WooldridgeDiD

warnings.simplefilter("ignore")
here = Path(__file__)
panel, gaps, sections = (
    pd.read_csv(here.with_name(name)) for name in ("panel.csv", "gaps.csv", "sections.csv")
)
CONTROLS = {"never": "never_treated", "not_yet": "not_yet_treated"}
METHODS = {"outcome_regression": "reg", "ipw": "ipw"}


def callaway(frame, *, comparison="never", base="varying", method=None, **options):
    model = CallawaySantAnna(
        control_group=CONTROLS[comparison],
        base_period=base,
        estimation_method=METHODS[method or "outcome_regression"],
        **options,
    )
    asked = {"outcome": "y", "unit": "child_id", "time": "wave", "first_treat": "first"}
    found = model.fit(frame, **asked, covariates=["x"] if method else None)
    told = {
        f"att[{g:g},{t:g}]": [e["effect"], e["se"]]
        for (g, t), e in found.group_time_effects.items()
        if e["se"] == e["se"]
    }
    told["simple"] = [found.overall_att, found.overall_se]
    events = found.aggregate("event_study").to_dataframe()
    told |= {
        f"event[{row.event_time:g}]": [row.att, row.se]
        for row in events.itertuples()
        if not row.is_reference
    }
    cohorts = found.aggregate("group").to_dataframe()
    return told | {f"cohort[{row.label:g}]": [row.att, row.se] for row in cohorts.itertuples()}


def robust():
    """Doubly robust effects cell by cell, never treated, base varying, by moderndid.

    diff-diff 3.13 does not take its logit to the end here: .64725 for .64691 at att[3,3].
    """
    wide = panel.pivot_table(index="child_id", columns="wave", values="y")
    people = panel.groupby("child_id")[["first", "x"]].first()
    told = {}
    for g in (3, 4, 5):
        kept = people["first"].isin([g, 0])
        columns = np.column_stack([np.ones(kept.sum()), people.loc[kept, "x"]])
        treated = (people.loc[kept, "first"] == g).to_numpy().astype(float)
        for t in range(2, 6):
            base = t - 1 if t < g else g - 1
            late, early = (wide.loc[kept, wave].to_numpy() for wave in (t, base))
            found = moderndid.drdid_panel(late, early, treated, columns, np.ones(kept.sum()))
            told[f"att[{g},{t}]"] = [float(found.att), float(found.se)]
    return told


KEYS = {"outcome": "y", "unit": "child_id", "time": "wave", "first_treat": "first"}


def path(found):
    events = found.event_study_effects.items()
    pairs = {t: e if isinstance(e, tuple) else (e["effect"], e["se"]) for t, e in events}
    return {f"event[{t}]": [float(b), float(se)] for t, (b, se) in pairs.items() if se > 0}


def extended(frame):
    keys = {"cohort" if name == "first_treat" else name: column for name, column in KEYS.items()}
    found = WooldridgeDiD().fit(frame, **keys)
    cells = found.group_time_effects.items()
    told = {f"att[{g},{t}]": [float(e["att"]), float(e["se"])] for (g, t), e in cells}
    return told | {"simple": [float(found.overall_att), float(found.overall_se)]}


def stacked(frame):
    return path(
        StackedDiD(kappa_pre=2, kappa_post=1, clean_control="never_treated").fit(frame, **KEYS)
    )


CASES = {
    "never": {},
    "not_yet": {"comparison": "not_yet"},
    "never_universal": {"base": "universal"},
    "not_yet_universal": {"comparison": "not_yet", "base": "universal"},
    "anticipation": {"anticipation": 1},
    "anticipation_not_yet": {"anticipation": 1, "comparison": "not_yet"},
    "clustered": {"cluster": "hh_id"},
    **{method: {"method": method} for method in METHODS},
    **{f"{method}_not_yet": {"method": method, "comparison": "not_yet"} for method in METHODS},
}
SECTIONS = {"plain": {}, "not_yet": {"comparison": "not_yet"}, "ipw": {"method": "ipw"}}
out = {name: version(name) for name in ("diff-diff", "moderndid")}
out["panel"] = {name: callaway(panel, **options) for name, options in CASES.items()}
out["panel"]["doubly_robust"] = robust()
out["gaps"] = {name: callaway(gaps, **CASES[name]) for name in ("never", "not_yet")}
out["sections"] = {
    name: callaway(sections, panel=False, **options) for name, options in SECTIONS.items()
}
for name, frame in (("panel", panel), ("gaps", gaps)):
    out[f"sun_abraham_{name}"] = path(SunAbraham().fit(frame, **KEYS))
    out[f"etwfe_{name}"] = extended(frame)
out["stacked_panel"] = stacked(panel)
here.with_name("golden.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
