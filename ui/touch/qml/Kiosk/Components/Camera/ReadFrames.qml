/* Frames around what was read: a thin one around each paragraph, a strong one around a code. The item must cover the
   picture exactly. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: frames

    /* The corners of each, clockwise from the text's top left, in fractions of the picture. */
    required property list<var> paragraphs
    required property list<var> codes

    function apart(a: point, b: point): real {
        return Math.hypot((b.x - a.x) * width, (b.y - a.y) * height);
    }

    component ReadFrame: Item {
        id: frame

        required property var corners
        property real air: 0
        property real stroke: 0
        property color fill: "transparent"
        property color edge: Theme.light.accent
        readonly property point near: corners[0]
        readonly property point far: corners[1]

        x: near.x * frames.width
        y: near.y * frames.height
        width: frames.apart(near, far)
        height: frames.apart(near, corners[3])
        transformOrigin: Item.TopLeft
        rotation: Math.atan2((far.y - near.y) * frames.height, (far.x - near.x) * frames.width) * 180 / Math.PI

        Rectangle {
            anchors.fill: parent
            anchors.margins: -frame.air
            radius: frame.air
            color: frame.fill
            border.width: frame.stroke
            border.color: frame.edge
            antialiasing: true
        }
    }

    Repeater {
        model: frames.paragraphs

        ReadFrame {
            required property var modelData
            required property int index

            objectName: `readFrame-${index}`
            corners: modelData
            air: Math.min(Theme.scaled(14), Theme.scaled(4) + 0.12 * height)
            stroke: Theme.scaled(3)
        }
    }

    Repeater {
        model: frames.codes

        ReadFrame {
            required property var modelData
            required property int index

            objectName: `codeFrame-${index}`
            corners: modelData
            /* Less for small text, which would vanish behind its own frame. */
            air: Math.min(Theme.scaled(7), 0.2 * height)
            stroke: Math.max(Theme.scaled(2), Math.min(Theme.scaled(4), 0.14 * height))
            fill: Theme.readFill
            edge: Theme.light.onAccent
        }
    }
}
