"""Every action of the window once: its words, its shortcut, what it does.

Menus and the search are made from this list, so that neither knows an action the other lacks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut

from studytool.gui.step_words import STEP_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

STEPS = tuple(title for title, _ in STEP_WORDS)
THEMES = ("theme_system", "theme_light", "theme_dark", "theme_high_contrast")


@dataclass(frozen=True, slots=True)
class Deed:
    """One action.

    Attributes
    ----------
    key : str
        Name in the code.
    menu : str
        The menu it stands in.
    text : str
        What the menu and the search say; an ellipsis where a choice follows.
    what : str
        One sentence on what it does, for the search, the status and screen readers.
    shortcuts : tuple of str
        In Qt's portable text; the first is shown.
    needs_study : bool
        Whether it makes sense only while a study is open.
    line : bool
        Whether a line separates it from the one above in the menu.
    """

    key: str
    menu: str
    text: str
    what: str
    shortcuts: tuple[str, ...] = ()
    needs_study: bool = False
    line: bool = False


def _go_to(place: int, title: str, what: str) -> Deed:
    return Deed(f"step_{title.lower()}", "View", title, what, (f"Ctrl+{place}",), needs_study=True)


DEEDS: tuple[Deed, ...] = (
    Deed("new", "File", "New study", "Starts a study of nothing; add files to it.", ("Ctrl+N",)),
    Deed("open", "File", "Open …", "Opens a study document from a file.", ("Ctrl+O",)),
    Deed("sample", "File", "Open the sample study", "Opens a copy of the sample study."),
    Deed("start", "File", "Start page", "Shows recent studies and the library."),
    Deed(
        "save",
        "File",
        "Save",
        "Writes the study to its file.",
        ("Ctrl+S",),
        needs_study=True,
        line=True,
    ),
    Deed(
        "save_as",
        "File",
        "Save as …",
        "Writes the study to another file.",
        ("Ctrl+Shift+S",),
        needs_study=True,
    ),
    Deed(
        "word",
        "File",
        "Export to Word …",
        "Writes the brief or the report as a Word file, small cells hidden.",
        ("Ctrl+E",),
        needs_study=True,
        line=True,
    ),
    Deed(
        "excel",
        "File",
        "Export to Excel …",
        "Writes every table to an Excel workbook, small cells hidden.",
        ("Ctrl+Shift+E",),
        needs_study=True,
    ),
    Deed(
        "scripts",
        "File",
        "Export scripts (Python, R, Stata) …",
        "Writes a folder of rows of children under codes, which must stay in the team.",
        needs_study=True,
    ),
    Deed(
        "close",
        "File",
        "Close study",
        "Closes the study and shows the start page.",
        ("Ctrl+W",),
        needs_study=True,
        line=True,
    ),
    Deed("quit", "File", "Quit", "Closes the window.", ("Ctrl+Q",)),
    Deed("undo", "Edit", "Undo", "Takes the last edit back.", ("Ctrl+Z",), needs_study=True),
    Deed(
        "redo",
        "Edit",
        "Redo",
        "Makes the edit again that was taken back.",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        needs_study=True,
    ),
    Deed(
        "copy",
        "Edit",
        "Copy the report",
        "Copies what is selected in the report, or all its tables, for a word processor.",
        ("Ctrl+Shift+C",),
        needs_study=True,
        line=True,
    ),
    Deed(
        "rename",
        "Edit",
        "Rename …",
        "Renames the table or chart the keyboard is on, else what is open, else the study.",
        ("F2",),
        needs_study=True,
    ),
    Deed(
        "add_note",
        "Edit",
        "Add note",
        "Puts a note of your own between two results.",
        ("Ctrl+Shift+N",),
        needs_study=True,
    ),
    Deed(
        "add_heading",
        "Edit",
        "Add heading",
        "Puts a heading of your own into the report.",
        needs_study=True,
    ),
    *(_go_to(place, *words) for place, words in enumerate(STEP_WORDS, start=1)),
    Deed(
        "findings",
        "View",
        "Findings",
        "Lists everything to mind about the data and the results.",
        ("Ctrl+8",),
        needs_study=True,
        line=True,
    ),
    Deed(
        "notes",
        "View",
        "Notes",
        "Lists the notes typed between results.",
        ("Ctrl+9",),
        needs_study=True,
    ),
    Deed(
        "checklist",
        "View",
        "Published numbers",
        "Sets the numbers in print beside those of this study.",
        needs_study=True,
    ),
    Deed("next_pane", "View", "Next pane", "Moves the keyboard to the next pane.", ("F6",)),
    Deed(
        "previous_pane",
        "View",
        "Previous pane",
        "Moves the keyboard to the pane before.",
        ("Shift+F6",),
    ),
    Deed(
        "theme_system", "View", "Colours of the system", "Light or dark, as the system.", line=True
    ),
    Deed("theme_light", "View", "Light", "Dark ink on light paper."),
    Deed("theme_dark", "View", "Dark", "Light ink on dark paper."),
    Deed("theme_high_contrast", "View", "High contrast", "The strongest contrast there is."),
    Deed(
        "rename_study",
        "Study",
        "Rename the study …",
        "Changes the title, which stands on the brief.",
        needs_study=True,
    ),
    Deed(
        "settings",
        "Study",
        "Study settings …",
        "Title, seed, fewest people a shown number may rest on, folder of the files.",
        needs_study=True,
    ),
    Deed(
        "run",
        "Study",
        "Run now",
        "Runs the study again without waiting.",
        ("F5",),
        needs_study=True,
    ),
    Deed(
        "cancel",
        "Study",
        "Cancel the run",
        "Stops the run under way; the old results stay, marked stale.",
        ("Ctrl+.",),
        needs_study=True,
    ),
    Deed("help", "Help", "Help on this step", "Opens the page about what is shown.", ("F1",)),
    Deed(
        "search",
        "Help",
        "Search actions",
        "Finds any action by a word of its name.",
        ("Ctrl+K",),
    ),
    Deed("about", "Help", "About studytool", "Version, licences and folders.", line=True),
)


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Return an action for every deed, by key; each is added to `parent`, so shortcuts work."""
    made = {deed.key: _action(deed, parent) for deed in DEEDS}
    group = QActionGroup(parent)
    for key in THEMES:
        made[key].setCheckable(True)
        group.addAction(made[key])
    for key in ("undo", "redo", "cancel"):
        made[key].setEnabled(False)
    return made


def _action(deed: Deed, parent: QWidget) -> QAction:
    action = QAction(deed.text, parent)
    action.setObjectName(deed.key)
    action.setShortcuts([QKeySequence.fromString(keys) for keys in deed.shortcuts])
    action.setStatusTip(deed.what)
    action.setToolTip(deed.what)
    if deed.key in {"about", "quit"}:
        action.setMenuRole(QAction.MenuRole.NoRole)
    parent.addAction(action)
    return action


def fill_menus(bar: QMenuBar, menus: Mapping[str, QMenu], actions: Mapping[str, QAction]) -> None:
    """Put every action into its menu, in the order of the list; Alt and a letter opens one."""
    for deed in DEEDS:
        menu = menus[deed.menu]
        if deed.line and not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(actions[deed.key])
        menu.setToolTipsVisible(True)
    for name, menu in menus.items():
        keys = QShortcut(QKeySequence.fromString(f"Alt+{name[0]}"), bar)
        keys.activated.connect(partial(bar.setActiveAction, menu.menuAction()))
