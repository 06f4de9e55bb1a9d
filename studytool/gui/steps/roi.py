"""ROI: the effect, what it cost, what is assumed; what came back stands in the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from studytool.core.errors import StudyError
from studytool.gui import edits, money_edits
from studytool.gui.choices import choices_of
from studytool.gui.cost_paste import cells_of, with_pasted
from studytool.gui.forms import Form
from studytool.gui.money_edits import Worth, file_of, place_of
from studytool.gui.readings import reading_of
from studytool.gui.step_marks import is_of_the_money
from studytool.gui.steps.step import Step
from studytool.gui.tokens import GAP_INSIDE, GAP_LABEL, PANE_SIDE, PANE_TOP
from studytool.gui.widgets.cost_sheet import CostSheetPane
from studytool.gui.widgets.defence import Defence
from studytool.gui.widgets.effect_card import EffectCard
from studytool.gui.widgets.labels import Heading, Note, Title
from studytool.roi.cost import CostItem, CostSheet
from studytool.roi.returns import Roi

if TYPE_CHECKING:
    from collections.abc import Callable

    from studytool.core.spec import Spec
    from studytool.gui.document import Document
    from studytool.outcome import Run
    from studytool.roi.effects import Effect
    from studytool.study import Study

_ROWS = (("perspective", "horizon"), ("comparator",), ("case", "better"))
_MORE = ("reached", "reached_label", "families", "programme")
_LABELS = {
    "perspective": "Whose costs are counted",
    "horizon": "Effect lasts, years",
    "comparator": "Compared with",
    "case": "One case is",
    "better": "Cases: which is better",
    "reached": "How many were reached",
    "reached_label": "Who they are",
    "families": "How many families",
    "programme": "Only the costs of the programme",
}
_HELPS = {
    "perspective": "Printed with the result; the cost sheet has to hold what they are.",
    "horizon": "Printed with the result; nothing is multiplied by it.",
    "comparator": "Printed with the result: what would have been done instead.",
    "case": "In the words of the report.",
    "better": "Whether an effect below zero averts cases or makes them.",
    "reached": "A number or a quantity. Empty: all ever treated in the data.",
    "families": "Empty: those of everyone ever treated in the data.",
}

_ANSWER = "It carries a serious finding: answer it below with a reason, or pick another effect."


class RoiStep(Step):
    """Effect, cost sheet, assumptions; every answer is in the live report."""

    key: ClassVar[str] = "roi"
    title: ClassVar[str] = "ROI"
    icon: ClassVar[str] = "calculator"
    sizes: ClassVar[tuple[int, int]] = (552, 654)
    result: ClassVar[str] = "returns"

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._effects: tuple[Effect, ...] = ()
        self._of_run: Run | None = None
        self._error: StudyError | None = None
        self._effect, self._defence = EffectCard(), Defence()
        self._sheet = CostSheetPane()
        self._assumed = QWidget()
        self._form = Form(
            Roi,
            rows=_ROWS,
            more=_MORE,
            labels=_LABELS,
            helps=_HELPS,
            more_title="More: who was reached, one programme",
        )
        self._worth = Form(
            Worth,
            rows=(("amount", "source"),),
            labels={"amount": "Most that one case may cost", "source": "Who says so"},
            helps={"amount": "For the break-even; empty: none.", "source": "Printed beside it."},
        )
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show the study as it is now and what the latest run says of it."""
        study, run = self.document.study, self.document.run
        self._show_effect(study, run)
        self._sheet.show_costs(study, run)
        self._assumed.setVisible(study.roi is not None)
        self._form.set_choices(choices_of(study, run))
        if study.roi is not None:
            self._form.show_spec(study.roi)
        self._worth.show_spec(money_edits.worth_of(study))
        self._show_error()

    def reveal(self, where: str) -> None:
        """Give the keyboard to what a place such as ``roi.reached`` or ``costs[2]`` is about."""
        self.refresh()
        found = re.match(r"costs\[(\d+)\]", where)
        if found:
            self._sheet.choose(int(found[1]))
        if where.startswith("costs"):
            self._sheet.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif where.startswith("roi.threshold"):
            self._worth.reveal("amount")
        elif self._form.field_at(where):
            self._form.reveal(self._form.field_at(where))
        elif where.startswith("roi"):
            self._effect.focus()

    def _show_effect(self, study: Study, run: Run | None) -> None:
        if run is not None and run is not self._of_run:
            from studytool.roi.effects import effects  # the engines are loaded once there is a run

            self._of_run, self._effects = run, effects(run.material)
        elif run is None:
            self._of_run, self._effects = None, ()
        chosen = study.roi.effect if study.roi is not None else ""
        waits = "" if run is not None else "The study has to run before an effect can be picked."
        self._effect.show_effects(chosen, self._effects, waits=waits)
        found = next((one for one in self._effects if one.name == chosen), None)
        self._defence.show_findings(found.serious if found else (), money_edits.reasons(study))

    def _show_error(self) -> None:
        error = self.document.error
        if error is self._error:
            return
        self._error = error
        self._effect.set_error("")
        for part in (self._form, self._worth, self._sheet):
            part.clear_errors()
        if error is not None and is_of_the_money(error, self.document):
            self._tell(error)

    def _tell(self, error: StudyError) -> None:
        """Put an error at its field."""
        text = " ".join(part for part in (error.what, error.why, error.remedy) if part)
        if error.where.startswith("roi.threshold"):
            self._worth.set_error("amount", text)
        elif error.where.startswith("roi.") and self._form.field_at(error.where):
            self._form.show_error(error)
        elif error.where.startswith("roi"):
            answerable = "defended =" in error.remedy  # the finding stands below, with its way out
            self._effect.set_error(_ANSWER if answerable else text)
        else:
            ours = not error.where or error.where.startswith(("costs", "parameters"))
            where = "" if ours else f"{error.where}: "
            self._sheet.refusal.tell(f"{where}{text}")

    def _pick(self, name: str) -> None:
        model = next((one.model for one in self._effects if one.name == name), name)
        self._edit(
            f"effect picked from {model}",
            lambda: money_edits.with_effect(self.document.study, name),
        )

    def _assume(self, roi: Spec) -> None:
        before = self.document.study.roi
        fields = [
            name for name in Roi.model_fields if getattr(roi, name) != getattr(before, name, None)
        ]
        words = " and ".join(_LABELS.get(name, name).lower() for name in fields) or "assumptions"
        self._edit(
            f"ROI: {words}",
            lambda: edits.changed(self.document.study, roi=roi),
        )

    def _value(self, worth: Worth) -> None:
        lines = self._sheet.lines
        prices = (lines[0].amount.currency, lines[0].amount.price_year) if lines else None
        self._edit(
            "ROI: most that one case may cost",
            lambda: money_edits.with_worth(self.document.study, worth, prices),
        )

    def _type(self, place: int, field: str, text: str) -> None:
        item = self.document.study.costs[place]
        try:
            value = reading_of(field, CostItem.model_fields[field]).read(text)
        except ValueError as error:
            self._sheet.refusal.tell(str(error))
            return
        self._edit(
            f"cost sheet: {field.replace('_', ' ')} of {getattr(item, 'ingredient', '')}",
            lambda: edits.with_item(
                self.document.study, "costs", place, item.model_copy(update={field: value})
            ),
        )

    def _paste(self, place: int | None, column: int, text: str) -> None:
        rows = cells_of(text)
        self._edit(
            f"cost sheet: {len(rows)} {'row' if len(rows) == 1 else 'rows'} pasted",
            lambda: with_pasted(self.document.study, self._sheet.lines, place, column, rows),
        )

    def _describe(self, place: int, item: CostItem) -> None:
        self._edit(
            f"cost sheet: {item.ingredient}",
            lambda: edits.with_item(self.document.study, "costs", place, item),
        )

    def _add_line(self) -> None:
        study, lines = self.document.study, self._sheet.lines
        if self._edit("cost sheet: line added", lambda: money_edits.with_new_line(study, lines)):
            self.refresh()
            self._sheet.type_into(len(self.document.study.costs) - 1)

    def _choose_file(self) -> None:
        root = self.document.study.root
        chosen, _ = QFileDialog.getOpenFileName(
            self, "Cost sheet", str(root), "Tables (*.csv *.xlsx *.xls)"
        )
        if chosen:
            self.add_file(Path(chosen))

    def add_file(self, path: Path) -> None:
        """Add a file of costs; it has to lie in the study's folder."""
        root = self.document.study.root
        if not path.resolve().is_relative_to(root):
            self._sheet.refusal.tell(
                f"{path.name} is not in the study's folder. Copy it into {root}."
            )
            return
        sheet = CostSheet(source=path.resolve().relative_to(root).as_posix())
        self._edit(
            f"cost sheet: {path.name} added",
            lambda: edits.added(self.document.study, "costs", sheet),
        )

    def _take_over(self, file: str) -> None:
        """Make the lines of a file lines of the study; the numbers stay."""
        self._edit(
            f"cost sheet: lines of {Path(file).name} taken over",
            lambda: money_edits.with_lines_taken_over(self.document.study, self._sheet.lines, file),
        )

    def _remove_line(self) -> None:
        line = self._sheet.grid.line()
        if line is None:
            return
        place = place_of(line)
        if place is not None:
            self._edit(
                f"cost sheet: {line.ingredient} removed",
                lambda: edits.without_item(self.document.study, "costs", place),
            )
            return
        file = file_of(line)
        kept = tuple(
            cost
            for cost in self.document.study.costs
            if getattr(cost, "source", "") != file or isinstance(cost, CostItem)
        )
        self._edit(
            f"cost sheet: {file} left out",
            lambda: edits.changed(self.document.study, costs=kept),
        )

    def _answer(self, code: str, reason: str) -> None:
        self._edit(
            f"effect defended: {code.replace('_', ' ')}",
            lambda: money_edits.answered(self.document.study, code, reason),
        )

    def _unanswer(self, code: str) -> None:
        self._edit(
            f"reason taken back: {code.replace('_', ' ')}",
            lambda: money_edits.unanswered(self.document.study, code),
        )

    def _edit(self, text: str, make: Callable[[], Study]) -> bool:
        """Make an edit; an error of the study goes to its field."""
        self._sheet.refusal.clear()
        try:
            study = make()
        except StudyError as error:
            self._tell(error)
            return False
        self.document.edit(text, study)
        return True

    def _connect(self) -> None:
        self._effect.picked.connect(self._pick)
        self._defence.given.connect(self._answer)
        self._defence.taken_back.connect(self._unanswer)
        self._sheet.grid.cost_model.typed.connect(self._type)
        self._sheet.described.connect(self._describe)
        self._sheet.pasted.connect(self._paste)
        self._sheet.line_asked.connect(self._add_line)
        self._sheet.taken_over.connect(self._take_over)
        self._sheet.file_asked.connect(self._choose_file)
        self._sheet.removal_asked.connect(self._remove_line)
        self._form.proposed.connect(self._assume)
        self._worth.proposed.connect(self._value)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(PANE_SIDE, PANE_TOP - 2, PANE_SIDE, PANE_TOP)
        rows.setSpacing(GAP_INSIDE)
        rows.addWidget(Title(self.title))
        rows.addWidget(Note("What it cost, what it changed, and what a case averted cost."))
        rows.addWidget(Heading("Effect, picked from a model"))
        rows.addWidget(self._effect)
        rows.addWidget(self._defence)
        rows.addWidget(self._sheet)
        inside = QVBoxLayout(self._assumed)
        inside.setContentsMargins(0, GAP_LABEL, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(Heading("What is assumed"))
        inside.addWidget(self._form)
        self._form.body.insertWidget(self._form.body.count() - 1, self._worth)
        rows.addWidget(self._assumed)
        rows.addStretch(1)
