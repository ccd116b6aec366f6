/* A drawing of the counter at night: nobody there, the laptop shut, a moon. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: scene

    readonly property real fit: Math.min(width / 936, height / 420)

    Repeater {
        model: [
            { "name": "night-moon", "color": Theme.night.accent },
            { "name": "night-counter", "color": Theme.night.furniture }
        ]

        Icon {
            required property var modelData

            name: modelData.name
            color: modelData.color
            width: Math.round(936 * scene.fit)
            height: Math.round(420 * scene.fit)
            anchors.centerIn: parent
        }
    }
}
