/* The name as it is typed. A long one is elided at its start, so that its end is always visible. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: field

    required property string text
    required property string name

    implicitHeight: Theme.pickScaled(160, 136, 96)
    radius: Theme.radiusCard
    color: Theme.colors.surface
    border.width: Theme.scaled(5)
    border.color: Theme.colors.primary

    Accessible.role: Accessible.EditableText
    Accessible.name: name
    Accessible.description: text

    ThemedText {
        id: words

        x: Theme.pickScaled(48, 48, 32)
        width: Math.min(implicitWidth, field.width - 2 * x - caret.width - caret.anchors.leftMargin)
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.typed
        text: field.text
        color: Theme.colors.ink
        wrapMode: Text.NoWrap
        elide: Text.ElideLeft
        Accessible.ignored: true
    }

    Rectangle {
        id: caret

        anchors.left: words.right
        anchors.leftMargin: Theme.scaled(8)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.scaled(6)
        height: Theme.pickScaled(84, 76, 64)
        radius: width / 2
        color: Theme.colors.primary

        SequentialAnimation on opacity {
            running: Theme.motion
            loops: Animation.Infinite

            PropertyAction {
                value: 1
            }
            PauseAnimation {
                duration: 600
            }
            PropertyAction {
                value: 0
            }
            PauseAnimation {
                duration: 500
            }
        }
    }
}
