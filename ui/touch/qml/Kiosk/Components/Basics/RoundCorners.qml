/* Rounds a picture by painting its corners over: the software renderer has no masks. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: corners

    required property color color
    property real radius: Theme.radiusPicture

    Repeater {
        model: 4

        Icon {
            required property int index

            name: "round-corner"
            color: corners.color
            width: corners.radius
            height: corners.radius
            rotation: 90 * index
            x: index === 1 || index === 2 ? corners.width - width : 0
            y: index >= 2 ? corners.height - height : 0
        }
    }
}
