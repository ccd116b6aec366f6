/* A drawing of the counter at night: nobody there, the laptop shut, a moon. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: scene

    readonly property real fit: Math.min(width / 936, height / 420)
    /* How far the moon stands above its place over the counter, where there is more sky. */
    readonly property real lift: Theme.wide ? 0 : Math.round(Math.min(0.5 * (height - 420 * fit), 420 * fit))

    Repeater {
        model: [
            { "name": "night-moon", "color": Theme.night.accent },
            { "name": "night-counter", "color": Theme.night.furniture }
        ]

        Icon {
            required property var modelData
            required property int index

            name: modelData.name
            color: modelData.color
            width: Math.round(936 * scene.fit)
            height: Math.round(420 * scene.fit)
            x: Math.round((scene.width - width) / 2)
            y: (Theme.wide ? Math.round((scene.height - height) / 2) : scene.height - height) - (index === 0 ? scene.lift : 0)
        }
    }
}
