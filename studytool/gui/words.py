"""Plain words: what the fields of a spec and their choices are called on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.catalogue import families

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studytool.core.spec import Spec

_FIELDS: Mapping[str, str] = {
    "access_date": "Found on",
    "allocation_unit": "Who was chosen as one",
    "also": "What followed from it",
    "amount": "Column with an amount",
    "baseline": "Held fixed as it was at the start",
    "baseline_wave": "Start is wave",
    "before_first": "Before the first interview",
    "better": "Which is better",
    "by": "Shown apart by",
    "case": "A case is",
    "cluster": "Errors may be alike within",
    "cluster_g": "With two cluster levels",
    "combine": "With several variables",
    "confirmed": "Column that confirms a row",
    "controls": "Adjust for",
    "covariance": "Standard errors",
    "cut": "Band from",
    "cutoff": "Treated from",
    "date": "Column with the date",
    "date_format": "How dates are written",
    "effects": "Compare only within",
    "expression": "Computed as",
    "exposure": "About the service",
    "file": "How the file is read",
    "higher_is": "A higher value is",
    "interval": "Level of the intervals",
    "item_range": "Range of an item",
    "items": "Items",
    "join": "Column shared with the children's file",
    "key": "Column with the ID",
    "kind": "Method",
    "level": "Level",
    "lowest": "Name of the lowest band",
    "minimum_items": "Items that must be answered",
    "model": "Model",
    "models": "Models",
    "number": "Wave",
    "of": "Score it cuts",
    "outcome": "Outcome",
    "post": "Waves after it began",
    "prorate": "Fill up missed items",
    "range": "Possible values",
    "reached": "Number reached",
    "resampling": "Judged also by drawing again",
    "reverse": "Items that run the other way",
    "row": "Which row",
    "rule": "How it was decided",
    "sample": "For whom",
    "set": "The same in every row",
    "small_sample": "Small-sample convention",
    "source": "File",
    "statistic": "What is computed",
    "strata": "Chosen within",
    "table": "A row of the file is",
    "treatment": "Treatment",
    "unbalanced": "People who missed a wave",
    "unit": "Unit",
    "variables": "Variables",
    "wave": "Wave that decided",
    "waves": "Earlier and later wave",
    "weights": "Weights",
    "where": "Only rows where",
    "window": "Contacts that count",
}

_SPECIAL: Mapping[tuple[str, str], str] = {
    ("models", "level"): "Level of the intervals",
    ("models", "name"): "Name of the model",
    ("models", "title"): "Title in the report",
    ("models", "waves"): "Earlier and later wave",
    ("rules", "name"): "Name of the variable",
    ("rules", "label"): "What a reader sees",
    ("rules", "kind"): "What counts",
    ("Window", "days"): "Or days around the interview",
    ("Window", "dates"): "Or from day to day",
    ("models", "correction"): "Continuity correction",
    ("rules", "level"): "Whose ID the log holds",
    ("rules", "where"): "Only rows of the log where",
    ("analyses", "level"): "Answer that is counted",
    ("analyses", "unit"): "Who counts once",
    ("Assignment", "variables"): "What the decision looked at",
    ("Assignment", "rule"): "How people were chosen",
    ("Variable", "columns"): "Column in the files",
    ("Window", "from_"): "From",
    ("Decision", "wave"): "Wave",
    ("PanelDesign", "design"): "Who is in the rows",
    ("PanelDesign", "missing"): "Codes that mean no answer",
    ("Derived", "labels"): "Names of its values",
    ("Variable", "labels"): "Names of its values",
    ("Decision", "column"): "Column",
}

_HELP: Mapping[tuple[str, str], str] = {
    ("models", "treatment"): "What may have changed it.",
    ("models", "controls"): "Held fixed. C(x) makes groups of x, a:b lets a differ by b.",
    ("models", "where"): "Rows to use. Empty means all.",
    ("models", "unbalanced"): "Dropping them answers for fewer people.",
    ("models", "weights"): "A column with sampling weights.",
    ("models", "cluster"): "Where errors may be alike: those given help together, at least.",
    ("models", "covariance"): "How the spread of the estimate is worked out.",
    ("models", "small_sample"): "What CR1 counts as used up. Changes intervals a little.",
    ("models", "cluster_g"): "Which number of clusters decides how wide intervals are.",
    ("models", "resampling"): "Tests that need less of the errors, for few clusters above all.",
    ("models", "level"): "0.95 gives intervals that miss 5 times in 100.",
    ("models", "title"): "What a reader sees in tables.",
    ("models", "name"): "Tables, charts and the brief follow to the new name.",
    ("models", "waves"): "Such as 1, 3. Needed where there are more than two.",
    ("models", "seed"): "The study's own where empty.",
    ("models", "sample"): "Tracked means: a row in every wave.",
    ("models", "effects"): "Left empty: what the method compares within by itself.",
    ("analyses", "statistic"): "Of the valid answers.",
    ("analyses", "level"): "Percent and count are of the people who gave this answer.",
    ("analyses", "unit"): "In each wave.",
    ("analyses", "interval"): "0.95 gives intervals that miss 5 times in 100.",
    ("Assignment", "variables"): "A model that does not hold it fixed carries a finding.",
    ("analyses", "by"): "A variable or a level.",
    ("analyses", "sample"): "Tracked means: a row in every wave.",
    ("analyses", "where"): "Rows to use. Empty means all.",
    ("analyses", "title"): "What a reader sees above it.",
    ("analyses", "name"): "Tables, charts and the brief follow to the new name.",
    ("rules", "label"): "Label of the variable.",
    ("rules", "source"): "Register or log, one row a contact.",
    ("rules", "key"): "Empty: called as in the panel.",
    ("rules", "where"): "Such as attended == 1. Empty means all.",
    ("rules", "date_format"): "Such as %d/%m/%Y. Empty: 2021-03-31.",
    ("rules", "amount"): "Such as minutes.",
    ("rules", "unit"): "Of the amount.",
    ("rules", "date"): "A contact counts in the window its date lies in.",
    ("rules", "file"): "Such as header_row = 2.",
    ("rules", "name"): "Models and tables ask for it by this name.",
    ("rules", "level"): "A contact counts for everyone who has that ID at the wave.",
    ("Window", "days"): "Such as -180, 0.",
    ("Window", "dates"): "Such as 2021-01-01, 2021-12-31.",
    ("measures", "label"): "What a reader sees in tables and charts.",
    ("measures", "name"): "Models, tables and the brief follow to a new name.",
    ("measures", "items"): "The answers it is made of, in any order.",
    ("measures", "reverse"): "Turned round first, so that a high answer means the same in all.",
    ("measures", "of"): "Whoever has no score has no band.",
    ("measures", "cut"): "Where each band above the lowest begins, such as high = 17.",
    ("measures", "lowest"): "What everyone below the first bound is called.",
    ("measures", "item_range"): "Lowest and highest answer, such as 0, 2. Reversing needs it.",
    ("measures", "minimum_items"): "Whoever answered fewer has no score. Empty: all are needed.",
    ("measures", "higher_is"): "Tables and the brief say it is worse or better for the child.",
    ("measures", "domain"): "Groups it in tables; changes no number.",
    ("Derived", "label"): "What a reader sees in tables and charts.",
    ("Derived", "name"): "Models, tables and the brief follow to a new name.",
    ("Derived", "expression"): "From other variables, such as log(income) or score >= 17.",
    ("Derived", "higher_is"): "Tables and the brief say it is worse or better for the child.",
    ("Derived", "unit"): "Stands beside its numbers, such as rand.",
    ("Derived", "labels"): "What each value means, such as 0 = No, 1 = Yes.",
    ("models", "post"): "Wave numbers, such as 2, 3. Left empty with two waves: the later.",
    ("models", "baseline"): "The outcome, and what the choice was made on. Empty: the outcome.",
}

_CHOICES: Mapping[tuple[str, str], str] = {
    ("sample", "all"): "Everyone",
    ("sample", "tracked"): "Tracked in all waves",
    ("rule", "random"): "By chance",
    ("rule", "score"): "By an earlier score",
    ("rule", "level"): "By how they lastingly are",
    ("rule", "area"): "By where they live",
    ("rule", "self"): "They chose themselves",
    ("rule", "other"): "In another way",
    ("combine", "any"): "One over its cut-off is enough",
    ("combine", "all"): "All must be over their cut-off",
    ("unbalanced", "keep"): "Keep them",
    ("unbalanced", "drop"): "Leave them out",
    ("before_first", "missing"): "Not known",
    ("before_first", "zero"): "Counts as none",
    ("covariance", "cr0"): "CR0, clustered, no correction",
    ("covariance", "cr1"): "CR1, clustered",
    ("covariance", "cr2"): "CR2, clustered, for few clusters",
    ("covariance", "cr3"): "CR3, clustered, cautious",
    ("covariance", "classical"): "Classical, equal errors",
    ("covariance", "hc0"): "HC0, robust",
    ("covariance", "hc1"): "HC1, robust, corrected",
    ("covariance", "hc2"): "HC2, robust, by leverage",
    ("covariance", "hc3"): "HC3, robust, cautious",
    ("small_sample", "nonnested"): "Effects inside clusters not counted",
    ("small_sample", "no_k"): "Coefficients not counted",
    ("small_sample", "all_effects"): "All effects counted",
    ("small_sample", "linearmodels"): "As the package linearmodels counts",
    ("cluster_g", "min"): "Count the fewer",
    ("cluster_g", "own"): "Count each its own",
    ("statistic", "percent"): "Percent",
    ("statistic", "mean"): "Mean",
    ("statistic", "count"): "Count",
    ("statistic", "median"): "Median",
    ("higher_is", "worse"): "Worse",
    ("higher_is", "better"): "Better",
    ("better", "lower"): "Lower is better",
    ("better", "higher"): "Higher is better",
    ("type", "number"): "Number",
    ("type", "text"): "Text",
    ("type", "date"): "Date",
    ("from_", "start"): "The beginning",
    ("from_", "first_interview"): "The first interview",
    ("from_", "previous_interview"): "The previous interview",
    ("from_", "interview"): "The interview",
    ("to", "interview"): "The interview",
    ("to", "previous_interview"): "The previous interview",
    ("to", "first_interview"): "The first interview",
    ("to", "end"): "The end",
    ("action", "keep"): "Keep this row",
    ("action", "drop"): "Leave this row out",
    ("action", "merge"): "Merge rows",
    ("action", "rename"): "Correct an ID",
    ("action", "set_missing"): "Make a cell missing",
    ("action", "set_value"): "Correct a cell",
    ("show", "all"): "Every term",
    ("show", "treatments"): "Treatments only",
    ("design", "panel"): "The same people at every wave",
    ("design", "cross_sections"): "Other people at every wave",
    ("design", "groups"): "Groups and periods",
    ("distribution", "gaussian"): "A score",
    ("distribution", "binomial"): "Yes or no",
    ("distribution", "poisson"): "A count",
    ("correlation", "independence"): "Not at all",
    ("correlation", "exchangeable"): "All to the same degree",
    ("correlation", "ar1"): "Less the further apart in time",
    ("ends", "binned"): "Count as its first or last wave",
    ("ends", "trimmed"): "Are left out",
    ("shape", "linear"): "A straight line",
    ("shape", "quadratic"): "A line that bends",
    ("shape", "bins"): "A step for each bin",
    ("treated", "above"): "Those at the cut-off and above",
    ("treated", "below"): "Those below the cut-off",
    ("method", "regression"): "Least squares on all rows",
    ("method", "outcome_regression"): "Predicting the change of the untreated",
    ("method", "ipw"): "Weighting the untreated",
    ("method", "doubly_robust"): "Both (doubly robust)",
    ("likelihood", "reml"): "Restricted maximum likelihood",
    ("likelihood", "ml"): "Maximum likelihood",
    ("unbalanced_variant", "harmonic_mean"): "As Stata and linearmodels",
    ("unbalanced_variant", "swamy_arora"): "As R plm",
    ("perspective", "society"): "Society: whoever bears them",
    ("perspective", "programme"): "The programme",
    ("perspective", "funder"): "The funder",
    ("perspective", "government"): "Government",
    ("perspective", "families"): "The families",
}

_NOTHING: Mapping[str, str] = {
    "covariance": "Automatic: CR1 with clusters",
    "higher_is": "Neither",
    "informant": "Not said",
    "table": "Any table",
}


def field_label(spec: type[Spec], name: str) -> str:
    """Return what a field is called on screen.

    Parameters
    ----------
    spec : type
        Class the field belongs to; members of a family share the family's words.
    name : str
        Name of the field.
    """
    for owner in _owners(spec):
        if (owner, name) in _SPECIAL:
            return _SPECIAL[owner, name]
    return spec.model_fields[name].title or label_of(name)


def label_of(name: str) -> str:
    """Return what a field of that name is called, whatever class it belongs to."""
    return _FIELDS.get(name, name.rstrip("_").replace("_", " ").capitalize())


def field_help(spec: type[Spec], name: str) -> str:
    """Return one line on what a field does: plainer words where we have them, else its own."""
    for owner in _owners(spec):
        if (owner, name) in _HELP:
            return _HELP[owner, name]
    own = (spec.model_fields[name].description or "").replace("``", "")
    return "" if own.rstrip(".").casefold() == field_label(spec, name).casefold() else own


def choice_words(name: str, value: str) -> str:
    """Return what one choice of a field is called.

    Parameters
    ----------
    name : str
        Name of the field.
    value : str
        The choice as the document writes it.
    """
    plain = value.replace("_", " ").replace("-", " ")
    return _CHOICES.get((name, value), plain[:1].upper() + plain[1:])


def known_choice(name: str, value: str) -> str:
    """Return what a choice is called where words are kept for it; empty otherwise."""
    return _CHOICES.get((name, value), "")


def nothing_words(name: str) -> str:
    """Return what it is called when a field that may be left out is left out."""
    return _NOTHING.get(name, "None")


def kind_words(kind: str) -> str:
    """Return what a kind is called, whichever family it belongs to.

    Parameters
    ----------
    kind : str
        As the document writes it, such as ``fixed_effects``.
    """
    found = (members[kind] for members in families().values() if kind in members)
    member = next(found, None)
    return member.in_words() if member else kind.replace("_", " ").capitalize()


def first_sentence(member: type[Spec]) -> str:
    """Return the first sentence about a class, for its card or its row of a list."""
    text = " ".join((member.__doc__ or "").split("\n\n")[0].split())
    return text.split(". ")[0].rstrip(".") + "." if text else ""


def _owners(spec: type[Spec]) -> tuple[str, ...]:
    """Return under which names words for a class may be kept: its own first."""
    names = (step.__name__ for step in spec.__mro__)
    return (*names, str(getattr(spec, "family", "")))
