/* A drawing from assets/icons in one colour, drawn for exactly the size it has. */
pragma ComponentBehavior: Bound

import QtQuick

Image {
    id: icon

    required property string name
    property color color: "transparent"

    /* Empty until it has a size, so that it is drawn only once. */
    source: width > 0 && height > 0 ? `image://icon/${name}/${String(color).slice(-6)}` : ""
    sourceSize: Qt.size(width, height)
    asynchronous: false

    Accessible.ignored: true
}
