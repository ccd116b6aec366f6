/* A button of the bar: an icon above a word, or beside it in a wide window. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Pressable {
    id: button

    required property string icon
    required property ColorScheme colors

    implicitWidth: Math.max(Theme.scaled(128), content.width + Theme.pickScaled(32, 44, 44))
    implicitHeight: Theme.pickScaled(104, 96, 96)

    Rectangle {
        anchors.fill: parent
        radius: Theme.scaled(24)
        color: button.colors.tint
        opacity: button.down ? 1 : 0

        Behavior on opacity {
            NumberAnimation {
                duration: Theme.pressMs
            }
        }
    }

    Grid {
        id: content

        anchors.centerIn: parent
        columns: Theme.wide ? 2 : 1
        spacing: Theme.pickScaled(8, 14, 14)
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Icon {
            name: button.icon
            color: button.colors.ink
            width: Theme.scaled(38)
            height: width
        }

        ThemedText {
            textStyle: Theme.label
            text: button.name
            color: button.colors.ink
            Accessible.ignored: true
        }
    }
}
