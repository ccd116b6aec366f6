pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Stands where the picture would be, while there is none. */
Rectangle {
    id: notice

    property string text: ""
    property real iconSize: Theme.scaled(120)

    color: Theme.tones.tint

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.scaled(96)
        spacing: Theme.scaled(32)

        Icon {
            name: "camera"
            color: notice.text ? Theme.tones.primary : Theme.tones.edge
            width: notice.iconSize
            height: width
            anchors.horizontalCenter: parent.horizontalCenter
        }

        Words {
            visible: text !== ""
            width: parent.width
            cut: Theme.heading
            text: notice.text
            color: Theme.tones.ink
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
