/* A button of the bar: an icon beside a word, on a surface of its own. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Pressable {
    id: button

    required property string icon
    required property ColorScheme colors
    readonly property real inset: Theme.pickScaled(32, 32, 24)

    implicitWidth: content.width + 2 * inset
    implicitHeight: Theme.touchTarget

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: button.down ? button.colors.line : button.colors.tint

        Behavior on color {
            ColorAnimation {
                duration: Theme.pressMs
            }
        }
    }

    Row {
        id: content

        anchors.centerIn: parent
        spacing: Theme.scaled(14)

        Icon {
            name: button.icon
            color: button.colors.ink
            width: Theme.scaled(38)
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }

        ThemedText {
            textStyle: Theme.label
            text: button.name
            color: button.colors.ink
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }
}
