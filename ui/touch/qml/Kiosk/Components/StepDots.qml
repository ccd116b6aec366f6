pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Hello and show, check, number: where the visitor stands. */
Row {
    id: dots

    required property int progress
    required property Tones tones

    spacing: Theme.scaled(12)

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Step %1 of 3").arg(progress)

    Repeater {
        model: 3

        Rectangle {
            id: dot

            required property int index
            readonly property bool here: dots.progress === index + 1

            width: here ? Theme.scaled(56) : height
            height: Theme.scaled(14)
            radius: height / 2
            color: dots.progress > index ? dots.tones.primary : dots.tones.line

            Behavior on width {
                NumberAnimation {
                    duration: Theme.screenMs
                    easing.type: Easing.Bezier
                    easing.bezierCurve: Theme.standardCurve
                }
            }
        }
    }
}
