pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Kiosk.Theme

/* A ring that fills while the visitor holds still, with the seconds left inside. */
Item {
    id: ring

    required property int count
    /* 0 empty, 1 full. */
    property real share: 0
    readonly property real stroke: Theme.scaled(8)
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
            strokeColor: Theme.ringBack
        }

        Arc {
            strokeColor: Theme.light.accent
            sweep: 360 * ring.share
        }
    }

    Words {
        anchors.centerIn: parent
        cut: Theme.clock
        text: ring.count > 0 ? ring.count : ""
        color: Theme.light.onPrimary
        Accessible.ignored: true
    }
}
