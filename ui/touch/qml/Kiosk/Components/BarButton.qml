pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* One control of the bar: a drawing over a word. */
Pressable {
    id: button

    required property string icon
    required property Tones tones

    implicitWidth: Math.max(Theme.scaled(128), label.implicitWidth + Theme.scaled(32))
    implicitHeight: Theme.scaled(104)

    Rectangle {
        anchors.fill: parent
        radius: Theme.scaled(24)
        color: button.tones.tint
        opacity: button.down ? 1 : 0

        Behavior on opacity {
            NumberAnimation {
                duration: Theme.pressMs
            }
        }
    }

    Column {
        anchors.centerIn: parent
        spacing: Theme.scaled(8)

        Icon {
            name: button.icon
            color: button.tones.ink
            width: Theme.scaled(38)
            height: width
            anchors.horizontalCenter: parent.horizontalCenter
        }

        Words {
            id: label

            cut: Theme.label
            text: button.name
            color: button.tones.ink
            Accessible.ignored: true
        }
    }
}
