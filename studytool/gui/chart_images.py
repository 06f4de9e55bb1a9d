"""Charts as pictures of the window: painted off the event loop, in its colours and its type."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studytool.report import style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from matplotlib.artist import Artist
    from matplotlib.figure import Figure as Canvas

    from studytool.gui.tokens import Token
    from studytool.report.figure import Figure

_FONTS = Path(__file__).parent / "fonts"
_PIXELS_AN_INCH = 96
_POINTS_AN_INCH = 72
_NO_ROWS = 4
_LEADING = 1.0
_TOKENS: Mapping[str, Token] = {
    style.INK: "ink",
    style.INK_2: "ink2",
    style.LINE: "line",
    style.EDGE: "edge",
    "#FFFFFF": "paper",
    "#0072B2": "blue",
    "#D55E00": "vermilion",
    "#009E73": "green",
    "#B35C8E": "purple",
    "#8A6100": "orange",
}
_PROPERTIES = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")
_MAP_TO_WHOLE = 255


@dataclass(frozen=True, slots=True)
class Size:
    """Size of a chart on the screen.

    Attributes
    ----------
    width, height : int
        Pixels at 100 %.
    ratio : float
        Pixels of the screen to one of these.
    """

    width: int
    height: int
    ratio: float = 1.0


def size_of(figure: Figure, *, width: int, ratio: float) -> Size:
    """Return the size a chart takes in a column of `width` pixels."""
    rows = len(figure.data) if figure.kind == "coefficients" else _NO_ROWS
    return Size(width, max(200, min(46 * rows + 40, 520)), ratio)


def png(figure: Figure, size: Size, colours: Mapping[Token, str] | None = None) -> bytes:
    """Paint a chart as PNG.

    Parameters
    ----------
    figure : Figure
        What to paint.
    size : Size
        How large and how fine.
    colours : mapping of token to colour, optional
        Colours of the theme; as printed, dark on white, where left out.

    Returns
    -------
    bytes
        The picture.
    """
    return _saved(_painted(figure, size, colours), "png", dpi=_PIXELS_AN_INCH * size.ratio)


def svg(figure: Figure, size: Size) -> bytes:
    """Paint a chart as SVG, dark on white, its letters as outlines."""
    return _saved(_painted(figure, size, None), "svg", dpi=_POINTS_AN_INCH)


def _painted(figure: Figure, size: Size, colours: Mapping[Token, str] | None) -> Canvas:
    width, height = size.width / _PIXELS_AN_INCH, size.height / _PIXELS_AN_INCH
    canvas = figure.draw(width=width, height=height)
    artists = list(canvas.findobj())
    _set_in_our_type(artists)
    if colours is not None:
        ours = {_key(old): colours[token] for old, token in _TOKENS.items()}
        for artist in artists:
            _recolour(artist, ours)
    return canvas


def _saved(canvas: Canvas, form: str, *, dpi: float) -> bytes:
    written = BytesIO()
    metadata = {"Date": None} if form == "svg" else None
    canvas.savefig(
        written, format=form, dpi=dpi, facecolor=canvas.get_facecolor(), metadata=metadata
    )
    return written.getvalue()


def _set_in_our_type(artists: Iterable[Artist]) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

    for artist in artists:
        if isinstance(artist, Text):
            weight = "SemiBold" if artist.get_fontweight() in {"bold", 700, 600} else "Regular"
            path = _FONTS / f"Inter-{weight}.otf"
            artist.set_fontproperties(FontProperties(fname=path, size=artist.get_fontsize()))
            artist.set_linespacing(_LEADING)


def _recolour(artist: Artist, ours: Mapping[tuple[int, ...], str]) -> None:
    """Give an artist the colours of the theme in place of those of the printed page."""
    for name in _PROPERTIES:
        get, put = (getattr(artist, f"{verb}_{name}", None) for verb in ("get", "set"))
        if get is not None and put is not None:
            changed = _changed(get(), ours)
            if changed is not None:
                put(changed)


def _changed(found: Any, ours: Mapping[tuple[int, ...], str]) -> Any:  # noqa: ANN401  # matplotlib's
    """Return one colour or a list of colours after the change; None where nothing changes."""
    from matplotlib.colors import to_rgba, to_rgba_array

    several = getattr(found, "ndim", 1) == 2  # noqa: PLR2004  # a row a colour
    try:
        rows = to_rgba_array(found) if several else [to_rgba(found)]
    except (TypeError, ValueError):  # "none", "auto": no colour of its own
        return None
    made = [to_rgba(ours.get(_key(row), tuple(row[:3])), alpha=row[3]) for row in rows]
    return made if several else made[0]


def _key(colour: Any) -> tuple[int, ...]:  # noqa: ANN401  # whatever matplotlib calls a colour
    from matplotlib.colors import to_rgb

    return tuple(round(part * _MAP_TO_WHOLE) for part in to_rgb(colour))
