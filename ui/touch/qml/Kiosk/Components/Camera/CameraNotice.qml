/* Fills the place of the camera's picture while there is none. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: notice

    property string text: ""
    property real iconSize: Theme.scaled(120)

    color: Theme.colors.tint

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.scaled(96)
        spacing: Theme.scaled(32)

        Icon {
            name: "camera"
            color: notice.text ? Theme.colors.primary : Theme.colors.edge
            width: notice.iconSize
            height: width
            anchors.horizontalCenter: parent.horizontalCenter
        }

        ThemedText {
            visible: text !== ""
            width: parent.width
            textStyle: Theme.heading
            text: notice.text
            color: Theme.colors.ink
            horizontalAlignment: Text.AlignHCenter
        }
    }
}
