"""Theme: the tokens in force, put on the application as one palette and one style sheet."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QDir, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from studytool.gui.style_sheet import style_sheet
from studytool.gui.tokens import COLOURS, SIZES, ThemeName, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtCore import QCoreApplication, QRect
    from PySide6.QtGui import QPainter

FAMILY = "Inter"

_HERE = Path(__file__).parent
_IN_FORCE = "studytool_theme"


class Theme(NamedTuple):
    """One of the three themes; no dataclass, which the first paint would wait for.

    Attributes
    ----------
    name : {"light", "dark", "high_contrast"}
        Which one.
    colours : mapping
        Hexadecimal colour of each token, such as ``"#17201E"``.
    """

    name: ThemeName
    colours: Mapping[Token, str]

    def hex(self, token: Token) -> str:
        """Return the colour of `token` as ``#RRGGBB``, for sheets, HTML and charts."""
        return self.colours[token]

    def color(self, token: Token) -> QColor:
        """Return the colour of `token`."""
        return QColor(self.colours[token])


def theme_named(name: ThemeName) -> Theme:
    """Return the theme of that name."""
    return Theme(name, COLOURS[name])


def current() -> Theme:
    """Return the theme in force: the application's; light where there is none yet.

    Ask when painting; a widget that keeps colours asks again in ``changeEvent`` at
    ``QEvent.Type.PaletteChange``.
    """
    application = QApplication.instance()
    in_force = application.property(_IN_FORCE) if application is not None else None
    return next((theme_named(name) for name in COLOURS if name == in_force), theme_named("light"))


def color(token: Token) -> QColor:
    """Return the colour of `token` in the theme in force: what painting asks for."""
    return current().color(token)


def of_the_system(application: QApplication) -> ThemeName:
    """Return dark where the person's desktop is dark, else light."""
    dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def apply(application: QApplication, name: ThemeName) -> None:
    """Put a theme on the application; may be done again while it runs.

    Parameters
    ----------
    application : QApplication
        The one application.
    name : {"light", "dark", "high_contrast"}
        Theme to show from now on.
    """
    application.setStyleSheet("")  # a sheet put over a sheet polishes every widget many times
    colour(application, name)
    application.setStyleSheet(style_sheet(name))


@contextmanager
def unstyled(application: QCoreApplication | None) -> Iterator[None]:
    """Take the style sheet off while many parts are put together: each is then polished once."""
    if not isinstance(application, QApplication):
        yield
        return
    sheet = application.styleSheet()
    application.setStyleSheet("")
    try:
        yield
    finally:
        application.setStyleSheet(sheet)


def colour(application: QApplication, name: ThemeName) -> None:
    """Put fonts and palette of a theme on the application, all but its style sheet.

    Parameters
    ----------
    application, name
        As for `apply`, which does it too; done before there are widgets, it costs nothing.
    """
    load_fonts()
    QDir.setSearchPaths("studytool", [str(_HERE)])
    application.setProperty(_IN_FORCE, name)
    application.setFont(font())
    application.setPalette(_palette(theme_named(name)))


def fill(painter: QPainter, place: QRect, token: Token) -> None:
    """Paint a place in the colour of `token`."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(token))
    painter.drawRect(place)


def load_fonts() -> tuple[str, ...]:
    """Load the fonts that come with the program, once.

    Returns
    -------
    tuple of str
        Families there are now among those shipped.

    Raises
    ------
    OSError
        If a font file is missing or cannot be read: every text would be a row of boxes.
    """
    if not QFontDatabase.hasFamily(FAMILY):
        for path in sorted((_HERE / "fonts").glob("*.otf")):
            if QFontDatabase.addApplicationFont(str(path)) < 0:
                raise OSError(f"The font {path.name} cannot be read.")
    if not QFontDatabase.hasFamily(FAMILY):
        raise OSError("The fonts of the program are missing.")
    return (FAMILY,)


def font(points: float = SIZES["base"], weight: int = 400) -> QFont:
    """Return a font of the window.

    Parameters
    ----------
    points : float
        Size in points; see ``tokens.SIZES``.
    weight : {400, 500, 600}
        Weight: text, links and buttons, titles.
    """
    made = QFont(FAMILY)
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight(weight))
    return made


def figures(plain: QFont | None = None) -> QFont:
    """Return a font whose figures are equally wide: for number tables and cells, nowhere else.

    Parameters
    ----------
    plain : QFont, optional
        Font to start from; the base font if left out.
    """
    made = QFont(plain) if plain is not None else font()
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def _palette(theme: Theme) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, theme.color(token))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("disabled"))
    return palette


_ROLES: Mapping[QPalette.ColorRole, Token] = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "paper",
    QPalette.ColorRole.AlternateBase: "ground",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Button: "field",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "red",
    QPalette.ColorRole.Highlight: "accent_soft",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "paper",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.Light: "field",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line2",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "line2",
}
