"""Tour: the sample study in the real window, every screen and state, a picture of each."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from studytool.api import library, open_study
from studytool.gui.app import make_application, open_window
from studytool.gui.dropped import take_files
from studytool.gui.edits import with_item
from studytool.gui.guide import Guide, Sheet, wait_until
from studytool.gui.settings import Settings
from studytool.gui.widgets.wave_table import WaveTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QApplication

    from studytool.core.progress import Progress

_HELD_SECONDS = 120
_SAMPLE = "cop_johannesburg"
_DROPPED = ("wave1_2020.xlsx", "wave2_2021.sav", "wave3_2022.csv")

SHEETS = (
    Sheet("light", "Light, 1366 x 768", "light", (1366, 768)),
    Sheet("dark", "Dark, 1366 x 768", "dark", (1366, 768)),
    Sheet("contrast", "High contrast, 1366 x 768", "high_contrast", (1366, 768)),
    Sheet("low", "As title bar and task bar leave it, 1366 x 690", "light", (1366, 690)),
    Sheet("small", "Small screen, 1024 x 600", "light", (1024, 600)),
    Sheet("double", "200 %, 1366 x 690", "light", (1366, 690), scale=2),
    Sheet("laptop", "200 % on a laptop of 1366 x 690", "light", (683, 345), scale=2),
)


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the tour.

    Attributes
    ----------
    name : str
        First part of the names of its pictures.
    title : str
        What is to be seen there.
    go : callable
        Takes the window there from the stop before.
    """

    name: str
    title: str
    go: Callable[[Guide], None]


def _do(key: str, guide: Guide) -> None:
    guide.do(key)


def _start(guide: Guide) -> None:
    guide.window.show_start()


def _tab(text: str, guide: Guide) -> None:
    guide.open_tab(text)


def _formula(guide: Guide) -> None:
    guide.choose("Scores and computed variables", "Household income (log")


def _settings(guide: Guide) -> None:
    guide.do("settings")
    guide.afterwards(partial(_tab, "Data", guide))


def _window_held(guide: Guide) -> None:
    guide.hold_window(guide.window.workbench().steps["services"])


def _explained(link: str, guide: Guide) -> None:
    """Follow a link of the first table of models, and come back after the picture."""
    guide.do("step_models")
    guide.follow(link, after="difference-in-differences")
    guide.afterwards(partial(guide.press, "Back"))


def _first_did_table(guide: Guide) -> None:
    guide.do("step_models")
    guide.open_tab("offer_did")


def _choose_question(guide: Guide) -> None:
    """Ask for a new model, and leave the questions after the picture."""
    guide.do("step_models")
    guide.press("New model")
    guide.afterwards(partial(guide.press, "Cancel"))


def _new_model(question: str, guide: Guide) -> None:
    """Answer a question by a new model, which is taken back after the picture."""
    guide.do("step_models")
    guide.open_tab("visits")
    guide.press("New model")
    guide.press_card(question)
    guide.wait_for_results()
    guide.afterwards(partial(_take_back, guide))


def _logit(guide: Guide) -> None:
    """Ask a yes or no that some of the treated changed in either direction."""
    guide.do("step_models")
    guide.open_tab("visits")
    guide.press("New model")
    guide.press_card("turn to yes")
    document = guide.window.document
    place = len(document.study.models) - 1
    changed = {"outcome": "high_safety_risk", "sample": "all"}
    model = document.study.models[place].model_copy(update=changed)
    document.edit("another yes or no", with_item(document.study, "models", place, model))
    guide.wait_for_results()
    guide.afterwards(partial(_take_back, guide))
    guide.afterwards(partial(guide.do, "undo"))


def _take_back(guide: Guide) -> None:
    guide.do("undo")
    guide.wait_for_results()


def _open_sample(guide: Guide) -> None:
    guide.do("sample")
    guide.wait_for_results()
    guide.do("step_waves")
    table = guide.window.workbench().steps["waves"].findChildren(WaveTable)[0]
    wait_until(lambda: table.wave_model.rowCount() > 0, "the files were compared")


def _leave_search(guide: Guide) -> None:
    guide.window.top.search.leave()


def _search(guide: Guide) -> None:
    guide.do("search")
    guide.window.top.search.setText("model")
    guide.window.top.search.textEdited.emit("model")
    guide.afterwards(partial(_leave_search, guide))


def _error_at_a_field(guide: Guide) -> None:
    guide.do("step_describe")
    guide.type_in("Only rows where", "site = 'Johannesburg'")


def _help(guide: Guide) -> None:
    guide.do("step_models")
    guide.do("help")
    guide.afterwards(partial(guide.press, "Close help"))


def _running(guide: Guide) -> None:
    """Have an edit run while something else keeps the one worker busy."""
    guide.do("step_models")
    let_go, window = Event(), guide.window

    def keep_busy(progress: Progress) -> None:
        progress.step("waiting", 0, 1)
        let_go.wait(_HELD_SECONDS)

    window.jobs.start(keep_busy, done=_nothing, failed=_nothing, kind="tour")
    study = window.document.study
    model = study.models[0].model_copy(update={"controls": ()})
    window.document.edit("visits: household size left out", with_item(study, "models", 0, model))
    bench = window.bench
    wait_until(lambda: bench is not None and bench.running.isVisible(), "a run is under way")
    window.runner.progressed.emit("visits: standard errors", 62, 100)
    guide.afterwards(partial(_land, guide, let_go))


def _land(guide: Guide, let_go: Event) -> None:
    """Let the run go on, and take the edit back."""
    let_go.set()
    guide.wait_for_results()
    guide.do("undo")
    guide.wait_for_results()


def _nothing(_: object) -> None:
    """Take a result nobody waits for."""


def _published(guide: Guide) -> None:
    """Open a published result, once nothing is left to be asked about."""
    guide.window.document.undo.setClean()
    guide.window.opening.open_library("fatalities")
    guide.wait_for_results()


def _moved(guide: Guide) -> None:
    """Change one choice of its third model."""
    page = guide.window.checklist
    if page is None:
        raise LookupError("there is no checklist")
    for combo, text in (
        (page.choice.model, "two way"),
        (page.choice.choice, "Small-sample convention"),
        (page.choice.value, "All effects counted"),
    ):
        combo.setCurrentIndex(combo.findText(text))
        combo.activated.emit(combo.currentIndex())
    guide.wait_for_results()


def _new_study(guide: Guide) -> None:
    guide.window.document.undo.setClean()
    guide.do("new")


def _look_at_files(guide: Guide) -> None:
    """Drop the file of each wave on a new study."""
    folder = open_study(library()[_SAMPLE]).root
    guide.do("step_waves")
    take_files(guide.window, [folder / name for name in _DROPPED])
    guide.wait_for_button("Add 4 tables")


def _add_files(guide: Guide) -> None:
    guide.press("Add 4 tables")
    guide.wait_for_button("Accept all")
    document = guide.window.document
    wait_until(lambda: document.error is not None, "the files were checked")


def _decide(guide: Guide) -> None:
    guide.do("step_panel")
    guide.press("Compare the pairs")


STOPS = (
    Stop("1-start", "Start page", _start),
    Stop("2-waves", "Waves: the files and where they differ", _open_sample),
    Stop("panel", "Panel: the data", partial(_do, "step_panel")),
    Stop("panel-codebook", "Panel: the codebook", partial(_tab, "Codebook")),
    Stop("panel-scores", "Panel: scores", partial(_tab, "Scores and formulas")),
    Stop("panel-formula", "Panel: a variable computed by a formula", _formula),
    Stop("panel-study", "Panel: settings of the study", _settings),
    Stop("panel-decisions", "Panel: key and decisions", partial(_tab, "Key and decisions")),
    Stop("3-services", "Services: who received what, and when", partial(_do, "step_services")),
    Stop("services-drag", "Services: an end of the window in the hand", _window_held),
    Stop("describe", "Describe: counts, shares and means", partial(_do, "step_describe")),
    Stop("4-models", "Models: did it change anything?", partial(_do, "step_models")),
    Stop("models-did", "Models: difference-in-differences", _first_did_table),
    Stop("models-question", "Models: choose a question", _choose_question),
    Stop("models-event", "Models: an event study", partial(_new_model, "same path")),
    Stop("models-logit", "Models: a yes or no", _logit),
    Stop("models-random", "Models: random effects", partial(_new_model, "only by chance")),
    Stop("5-why-this-n", "Why this N?", partial(_explained, "Why this N?")),
    Stop("how", "How? Equation, standard error, document", partial(_explained, "How?")),
    Stop("help", "Help on the step", _help),
    Stop("6-roi", "ROI: what it cost and what came back", partial(_do, "step_roi")),
    Stop("7-brief", "Brief: two to four pages for a funder", partial(_do, "step_brief")),
    Stop("running", "A run under way, the old result in grey", _running),
    Stop("error", "What is wrong, at the field", _error_at_a_field),
    Stop("findings", "Everything to mind", partial(_do, "findings")),
    Stop("notes", "Notes typed between results", partial(_do, "notes")),
    Stop("search", "Search actions", _search),
    Stop("published", "A published result: print beside ours", _published),
    Stop("published-moved", "A published result: what one choice moves", _moved),
    Stop("new", "A new study: what to do first", _new_study),
    *(
        Stop(f"new-{key}", f"A new study: {key}", partial(_do, f"step_{key}"))
        for key in ("panel", "services", "describe", "models", "roi", "brief")
    ),
    Stop("add-files", "Three files, before they are added", _look_at_files),
    Stop("waves-differ", "What the files call differently, before it is accepted", _add_files),
    Stop("panel-decide", "A panel that waits for a decision", _decide),
)


def take(
    application: QApplication,
    folder: Path,
    *,
    stops: Sequence[Stop] = STOPS,
    sheets: Sequence[Sheet] = SHEETS,
) -> tuple[str, ...]:
    """Take the pictures of the tour.

    Parameters
    ----------
    application : QApplication
        The one application.
    folder : Path
        Where the pictures go; it is there.
    stops, sheets : sequence of Stop, of Sheet
        Where to, and how the window is dressed; sheets of another scale are left out.

    Returns
    -------
    tuple of str
        Stops that could not be reached, each with the reason.
    """
    dressed = [s for s in sheets if s.scale == round(application.devicePixelRatio())]
    settings = Settings(folder / "window.ini")
    settings.add_recent(library()[_SAMPLE], "Home visits and child wellbeing, Johannesburg")
    window = open_window(application, settings=settings)
    wait_until(lambda: window.furnished, "the window is ready")
    guide, failed = Guide(window, folder, dressed), []
    for stop in stops:
        try:
            stop.go(guide)
        except (LookupError, AttributeError, TimeoutError) as error:
            failed.append(f"{stop.name}: {error}")
            continue
        guide.picture(stop.name)
    window.document.undo.setClean()
    window.close()
    window.deleteLater()
    (folder / "window.ini").unlink(missing_ok=True)
    return tuple(failed)


def page(folder: Path, *, stops: Sequence[Stop] = STOPS, sheets: Sequence[Sheet] = SHEETS) -> str:
    """Return a page of HTML with every picture there is in the folder, stop by stop."""
    shown = []
    for stop in stops:
        shown.append(f"<h2>{escape(stop.title)}</h2>")
        for sheet in sheets:
            for ending, place in (("", ""), ("-report", ", report")):
                name = f"{stop.name}-{sheet.name}{ending}.png"
                if (folder / name).exists():
                    told = f"{escape(sheet.title)}{place}"
                    shown.append(
                        f'<figure><figcaption>{told}</figcaption><a href="{name}">'
                        f'<img src="{name}" width="683" alt="{escape(stop.title)}: {told}"></a>'
                        "</figure>"
                    )
    style = (
        "body{font:14px sans-serif;margin:24px}figure{display:inline-block;margin:0 16px 16px 0}"
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>studytool: tour</title>'
        f"<style>{style}</style><h1>studytool, screen by screen</h1>{''.join(shown)}</html>\n"
    )


def main(arguments: Sequence[str]) -> int:
    """Write the tour into a folder; everything it remembers stays in a folder of its own."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="studytool-tour-") as home:
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(home) / name.lower())
        failed = take(make_application(), folder)
    (folder / "index.html").write_text(page(folder), encoding="utf-8")
    for told in failed:
        sys.stderr.write(f"{told}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
