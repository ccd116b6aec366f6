"""The drawing that the fake camera sees: a laptop with a message, and where its words lie."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QRadialGradient,
    QTransform,
)

from kiosk.vision.line import FoundCode, Line
from kiosk.vision.reading import Reading

_GLASS = QRectF(-47, -33, 94, 60)
"""The screen, in the laptop's own units."""
_LEFT = -28
_WORDS = (
    ("Can’t connect to Office VPN", -19, 36, QFont.Weight.DemiBold),
    ("The network connection between your", -12, 26, QFont.Weight.Normal),
    ("computer and the VPN server could not", -8, 26, QFont.Weight.Normal),
    ("be established. Error 809", -4, 26, QFont.Weight.Normal),
)
_FONT_SCALE = 0.1
"""Words are drawn at ten times the size and scaled down: fonts have whole pixels."""


def drawn_picture(width: int, height: int) -> QImage:
    """The laptop on a wooden desk, as the camera sees it."""
    image, painter = _begun(width, height)
    _draw_room(painter, QRectF(0, 0, width, height))
    painter.setTransform(seen_whole(width, height))
    _draw_laptop(painter)
    painter.end()
    return image


def drawn_screen(width: int, height: int) -> QImage:
    """Its screen alone, seen straight on."""
    image, painter = _begun(width, height)
    painter.setTransform(seen_straight(width, height))
    _draw_laptop(painter)
    painter.end()
    return image


def seen_whole(width: int, height: int) -> QTransform:
    """From the laptop's units to pixels of `drawn_picture`."""
    unit = min(width, height) * 0.0068
    middle = QTransform().translate(width / 2, height * 0.49)
    return middle.rotate(-2.2).scale(unit, unit)


def seen_straight(width: int, height: int) -> QTransform:
    """From the laptop's units to pixels of `drawn_screen`."""
    large = QTransform().scale(width / _GLASS.width(), height / _GLASS.height())
    return large.translate(-_GLASS.x(), -_GLASS.y())


def flattening_of(whole: QImage, straight: QImage) -> tuple[float, ...]:
    """From `drawn_picture` to `drawn_screen`, row by row, in fractions of both."""
    seen = (whole.width(), whole.height()), (straight.width(), straight.height())
    pixels, _ = seen_whole(*seen[0]).inverted()
    led = QTransform.fromScale(*seen[0]) * pixels * seen_straight(*seen[1])
    led *= QTransform.fromScale(1 / straight.width(), 1 / straight.height())
    return (
        *(led.m11(), led.m21(), led.m31()),
        *(led.m12(), led.m22(), led.m32()),
        *(led.m13(), led.m23(), led.m33()),
    )


def read_as(seen: QTransform, width: int, height: int) -> Reading:
    """The reading of a drawing under the transform `seen`: its words and where they lie."""
    lines = []
    for text, y, size, weight in _WORDS:
        across = QFontMetricsF(_font(size, weight)).horizontalAdvance(text) * _FONT_SCALE
        box = QRectF(_LEFT, y, across, size * _FONT_SCALE * 1.2)
        points = (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft())
        placed = [seen.map(point) for point in points]
        a, b, c, d = ((point.x() / width, point.y() / height) for point in placed)
        lines.append(Line(text, 0.97, (a, b, c, d)))
    return Reading(tuple(lines), (FoundCode("809", "vpn", "The VPN doesn’t answer.", 3),))


def _begun(width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    return image, painter


def _draw_room(painter: QPainter, room: QRectF) -> None:
    wall = QLinearGradient(0, 0, 0, room.height() * 0.55)
    wall.setColorAt(0, QColor("#c4cfcb"))
    wall.setColorAt(1, QColor("#a9b7b3"))
    painter.fillRect(room, wall)
    for x, y, radius, colour in ((0.1, 0.3, 0.3, "#dfe8e4"), (0.85, 0.2, 0.32, "#87998f")):
        centre = QPointF(room.width() * x, room.height() * y)
        glow = QRadialGradient(centre, room.width() * radius)
        glow.setColorAt(0, QColor(colour))
        glow.setColorAt(0.45, QColor(colour))
        glow.setColorAt(1, QColor("#00" + colour[1:]))
        painter.fillRect(room, QBrush(glow))
    desk = room.adjusted(0, room.height() * 0.56, 0, 0)
    wood = QLinearGradient(desk.topLeft(), desk.bottomLeft())
    wood.setColorAt(0, QColor("#8d6f55"))
    wood.setColorAt(1, QColor("#7a5d45"))
    painter.fillRect(desk, wood)


def _draw_laptop(painter: QPainter) -> None:
    painter.setBrush(QColor("#20272b"))
    painter.drawRoundedRect(QRectF(-50, -36, 100, 66), 3, 3)
    glass = QLinearGradient(-47, -33, 47, 27)
    glass.setColorAt(0, QColor("#5d86a8"))
    glass.setColorAt(1, QColor("#35567a"))
    painter.setBrush(QBrush(glass))
    painter.drawRoundedRect(_GLASS, 1, 1)
    painter.setBrush(QColor("#d0d4d5"))
    painter.drawRoundedRect(QRectF(-58, 30, 116, 5.5), 2, 2)
    painter.setBrush(QColor("#fdfdfd"))
    painter.drawRoundedRect(QRectF(-32, -21, 64, 34), 1.5, 1.5)
    painter.setBrush(QColor("#2d6fb6"))
    painter.drawRoundedRect(QRectF(12, 4, 16, 5.5), 0.8, 0.8)
    _draw_words(painter)


def _draw_words(painter: QPainter) -> None:
    painter.setPen(QColor("#1d2326"))
    for text, y, size, weight in _WORDS:
        painter.save()
        painter.translate(_LEFT, y)
        painter.scale(_FONT_SCALE, _FONT_SCALE)
        painter.setFont(_font(size, weight))
        painter.drawText(QPointF(0, size), text)
        painter.restore()


def _font(size: int, weight: QFont.Weight) -> QFont:
    font = QFont("Inter")
    font.setPixelSize(size)
    font.setWeight(weight)
    return font
