/* A ring, filled to a share, with a number inside. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Kiosk.Theme

Item {
    id: ring

    required property int count
    /* 0 empty, 1 full. */
    property real share: 0
    property real stroke: Theme.scaled(8)
    property TextStyle textStyle: Theme.clock
    property color back: Theme.ringBack
    property color front: Theme.light.accent
    property color ink: Theme.light.onPrimary
    readonly property real radius: (width - stroke) / 2

    component Arc: ShapePath {
        id: arc

        property real sweep: 360

        fillColor: "transparent"
        strokeWidth: ring.stroke
        capStyle: ShapePath.RoundCap

        PathAngleArc {
            centerX: ring.width / 2
            centerY: ring.height / 2
            radiusX: ring.radius
            radiusY: ring.radius
            startAngle: -90
            sweepAngle: arc.sweep
        }
    }

    Shape {
        anchors.fill: parent

        Arc {
            strokeColor: ring.back
        }

        Arc {
            strokeColor: ring.front
            sweep: 360 * ring.share
        }
    }

    ThemedText {
        anchors.centerIn: parent
        textStyle: ring.textStyle
        text: ring.count > 0 ? ring.count : ""
        color: ring.ink
        Accessible.ignored: true
    }
}
