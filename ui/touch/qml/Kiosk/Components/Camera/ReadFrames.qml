/* Frames around the lines that were read. The item must cover the picture exactly. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: frames

    /* The corners of each line, clockwise from the text's top left, in fractions of the picture. */
    required property list<var> lines

    function apart(a: point, b: point): real {
        return Math.hypot((b.x - a.x) * width, (b.y - a.y) * height);
    }

    Repeater {
        model: frames.lines

        Rectangle {
            id: line

            required property var modelData
            required property int index
            /* Less for small text, which would vanish behind its own frame. */
            readonly property real air: Math.min(Theme.scaled(6), 0.12 * height)
            readonly property point near: modelData[0]
            readonly property point far: modelData[1]

            objectName: `readFrame-${index}`
            x: near.x * frames.width
            y: near.y * frames.height
            width: frames.apart(near, far)
            height: frames.apart(near, modelData[3])
            transformOrigin: Item.TopLeft
            rotation: Math.atan2((far.y - near.y) * frames.height, (far.x - near.x) * frames.width) * 180 / Math.PI
            color: "transparent"

            Rectangle {
                anchors.fill: parent
                anchors.margins: -line.air
                radius: line.air
                color: Theme.readFill
                border.width: Math.min(Theme.scaled(4), Math.max(1, 0.12 * line.height))
                border.color: Theme.light.accent
                antialiasing: true
            }
        }
    }
}
