"""The floor of every figure of the screen: an empty window in the same Python.

Started as a program with `first` it tells of its first frame; with a number it stays so many
seconds and tells how late its event loop was, and how long touches took to a frame.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickView

_NOTHING = b"""
import QtQuick
Rectangle { color: area.pressed ? "#223" : "#eef"; MouseArea { id: area; anchors.fill: parent } }
"""
TOUCHES = 100


def tell_first_frame() -> None:
    """Says what it took so far, and ends the process there and then."""
    told = {"cpu_s": time.process_time(), "at_s": time.perf_counter()}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)


def main() -> int:
    """Shows the window."""
    application = QGuiApplication(sys.argv[:1])
    view = QQuickView()
    component = QQmlComponent(view.engine())
    # By an address that is no file it may load in the background, and nothing is shown for good.
    address = QUrl.fromLocalFile(f"{Path(__file__).with_name('nothing.qml')}")
    component.setData(_NOTHING, address)
    assert component.isReady(), component.errorString()
    view.setContent(address, component, component.create())
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    view.resize(1080, 1920)
    if sys.argv[1] == "first":
        view.frameSwapped.connect(tell_first_frame)
        view.show()
        return application.exec()
    view.show()
    from tests.bench.screen_time import Late, touch_to_frame  # late: it is no part of a start

    late = Late().over(float(sys.argv[1]))
    middle = view.contentItem().boundingRect().center().toPoint()
    touches = [touch_to_frame(view, middle) for _ in range(TOUCHES)]
    sys.stdout.write(json.dumps({"late_ms": late, "touch_ms": touches}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
