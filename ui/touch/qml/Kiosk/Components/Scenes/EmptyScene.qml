/* A drawing of the counter while nobody is behind it: where a member stands, and a cup that is still warm. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: scene

    /* Whether the scene stands in the middle of its place, or at the foot. */
    property bool middle: false
    readonly property real fit: Math.min(width / 936, height / 600)

    Repeater {
        model: [
            { "name": "empty-light", "color": Theme.night.halo },
            { "name": "empty-member", "color": Theme.night.tint },
            { "name": "empty-counter", "color": Theme.night.furniture }
        ]

        Icon {
            required property var modelData

            name: modelData.name
            color: modelData.color
            width: Math.round(936 * scene.fit)
            height: Math.round(600 * scene.fit)
            x: Math.round((scene.width - width) / 2)
            y: Math.round((scene.height - height) / (scene.middle ? 2 : 1))
        }
    }
}
