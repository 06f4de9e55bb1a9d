"""A study in which every role is played by few people, for tests of what may leave the team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.small_study import put

if TYPE_CHECKING:
    from pathlib import Path

CHILDREN = 60
LOST = (23, 31, 37, 41)
"""Children who are gone at wave 3; all families but one keep a child."""
TINY = (1, 2, 3)
DECLINED, UNASKED = (20, 21, 22), (50, 51)
"""Met the rule and were not treated; treated though they did not meet it."""

DOCUMENT = """format = 1
title = "A study of few"
seed = 17

[panel]
person = "child"
levels = { household = "family" }

[[waves]]
number = 1
label = "2020"
source = "first.csv"

[[waves]]
number = 2
label = "2021"
source = "second.csv"

[[waves]]
number = 3
label = "2022"
source = "third.csv"

[[variables]]
name = "score"
label = "Score"
higher_is = "worse"

[[variables]]
name = "income"
label = "Income"
missing = { "-8" = "refused" }

[[variables]]
name = "site"
label = "Site"
type = "text"

[[decisions]]
wave = 2
row = { child = "KID-0011" }
action = "set_missing"
column = "score"
reason = "KID-0011 was asked beside KID-0012"

[[decisions]]
wave = 1
row = { child = "KID-0014" }
action = "set_value"
column = "score"
value = 11
reason = "The mother of KID-0014 called"

[[assignment]]
exposure = "offered"
rule = "score"
variables = ["score"]
cutoff = { score = 25 }
wave = 1

[[analyses]]
name = "sad"
title = "Sad"
kind = "wave_table"
variables = ["sad", "common"]
by = "site"
sample = "tracked"

[[analyses]]
name = "mean"
title = "Sad, as a mean"
kind = "wave_table"
variables = ["sad", "score"]
statistic = "mean"
where = "child != 'KID-0009'"

[[analyses]]
name = "count"
title = "Sad, counted"
kind = "wave_table"
variables = ["sad", "score_known"]
statistic = "count"

[[analyses]]
name = "families"
title = "Income of families"
kind = "wave_table"
variables = ["income"]
statistic = "mean"
unit = "household"

[[analyses]]
name = "left"
title = "Who left"
kind = "attrition"
variables = ["score", "sad"]
by = "site"

[[models]]
name = "rare"
kind = "fixed_effects"
outcome = "sad"
treatment = "visited"
cluster = ["household"]

[[models]]
name = "after_score"
kind = "pooled"
outcome = "score"
treatment = "offered"
cluster = ["household"]
where = "child != 'KID-0010'"

[[models]]
name = "taken_up"
kind = "ancova"
outcome = "score"
treatment = "offered"
baseline = ["score"]

[[models]]
name = "reached"
kind = "pooled"
outcome = "common"
treatment = "special"
cluster = ["household"]

[[models]]
name = "pair"
kind = "paired"
outcome = "sad"
waves = [1, 3]

[[models]]
name = "pair_common"
kind = "paired"
outcome = "common"
waves = [1, 2]

[[derived]]
name = "score_known"
expression = "score > -1"

[[tables]]
name = "t_sad"
kind = "wave_table"
analysis = "sad"
show_interval = true

[[tables]]
name = "t_mean"
kind = "wave_table"
analysis = "mean"
decimals = 4
show_interval = true

[[tables]]
name = "t_count"
kind = "wave_table"
analysis = "count"

[[tables]]
name = "t_families"
kind = "wave_table"
analysis = "families"

[[tables]]
name = "t_flow_of_people"
kind = "attrition"
analysis = "left"

[[tables]]
name = "t_left"
kind = "attrition"
analysis = "left"
section = "baseline"

[[tables]]
name = "t_models"
kind = "regression"
models = ["rare", "after_score", "taken_up", "reached"]

[[tables]]
name = "t_one"
kind = "regression"
models = ["rare"]

[[tables]]
name = "t_why"
kind = "flow"
model = "after_score"

[[tables]]
name = "t_pair"
kind = "paired"
models = ["pair", "pair_common"]
decimals = 1

[[charts]]
name = "f_sad"
kind = "trend"
analysis = "sad"

[[charts]]
name = "f_mean"
kind = "trend"
analysis = "mean"

[[charts]]
name = "f_models"
kind = "coefficients"
models = ["rare", "pair"]

[[costs]]
programme = "Home visits"
category = "Staff, delivery"
ingredient = "Social worker"
quantity = 12
unit_price = 1000
price_year = 2021

[roi]
effect = "reached.special"
case = "a child with it"

[brief]
title = "What few people tell"

[[brief.blocks]]
kind = "text"
text = [
    "Few: {sad.sad[1,Tiny].value}, {sad.sad[1,Tiny].n}, {sad.sad[1,Tiny].interval}.",
    "Mean: {mean.sad[1].value}, {left.sad.stayers}, {left.score.leavers}.",
    "Left: {left.score.n_leavers}, {left.lost[all].count}, {left.score.difference}.",
    "Moved: {pair.statistics.to_yes}, {pair.statistics.to_no}, {pair.mcnemar_exact.statistic}.",
    "Means: {rare.statistics.outcome_mean}, {rare.statistics.outcome_sd}.",
    "Means of pairs: {pair.statistics.outcome_mean}, {pair.statistics.share_later}.",
    "Counts: {rare.statistics.n_changers}, {rare.statistics.n_yes_people}.",
    "Treated: {reached.statistics.n_treated_people}, {roi.reached}, {roi.families}.",
    "Money: {roi.per_person}, {roi.per_family}, {roi.cases_averted}.",
    "Other: {pair_common.change.p}, {taken_up.offered.estimate}.",
]

[[brief.blocks]]
kind = "table"
table = "t_sad"

[[brief.blocks]]
kind = "table"
table = "t_why"

[[brief.blocks]]
kind = "figure"
figure = "f_sad"

[[brief.blocks]]
kind = "table"
table = "returns"

[[brief.blocks]]
kind = "findings"
least = "note"

[[brief.blocks]]
kind = "methods"

[[brief.blocks]]
kind = "decisions"
"""


def write_tiny_study(folder: Path) -> Path:
    """Write the study into `folder` and return its document."""
    for wave, name in enumerate(("first.csv", "second.csv", "third.csv"), start=1):
        put(folder / name, _rows(wave))
    document = folder / "study.toml"
    document.write_text(DOCUMENT, encoding="utf-8")
    return document


def _rows(wave: int) -> list[str]:
    rows = ["child,family,wave,site,score,sad,common,income,offered,special,visited"]
    for child in range(1, CHILDREN + 1):
        if wave == 3 and child in LOST:
            continue
        met = child <= 22
        score = (25 + child % 11 if met else 5 + child % 17) - (wave - 1) * (child % 5)
        cells = (
            f"KID-{child:04d}",
            f"FAM-{(child + 1) // 2:03d}",
            wave,
            "Tiny" if child in TINY else "Big",
            score,
            int((child in {5, 17, 29} and wave == 1) or (child == 44 and wave == 3)),
            int((child * 7 + wave * 5) % 11 > 4),
            "-8" if child in {7, 8} and wave == 2 else 900 + 10 * ((child + 1) // 2),
            int((met and child not in DECLINED) or child in UNASKED),
            int(child in {26, 34, 46}),
            int((child in {12, 18, 33} and wave > 1) or (child == 36 and wave == 3)),
        )
        rows.append(",".join(str(cell) for cell in cells))
    return rows
