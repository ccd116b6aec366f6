pragma ComponentBehavior: Bound

import QtQuick

/* A drawing from assets/icons in one colour, drawn for exactly the size it has. */
Image {
    id: icon

    required property string name
    property color color: "transparent"

    /* Not before it has a size: what is drawn is drawn once. */
    source: width > 0 && height > 0 ? `image://icon/${name}/${String(color).slice(-6)}` : ""
    sourceSize: Qt.size(width, height)
    asynchronous: false

    Accessible.ignored: true
}
