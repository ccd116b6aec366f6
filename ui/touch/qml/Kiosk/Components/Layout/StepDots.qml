/* Three dots for the steps of a check-in (name and camera, check, number); the visitor's step is lit. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Row {
    id: dots

    required property int progress
    required property ColorScheme colors

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
            color: dots.progress > index ? dots.colors.primary : dots.colors.line

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
