pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* The name as it is being typed. Its end is always in sight. */
Rectangle {
    id: field

    required property string text
    required property string name

    implicitHeight: Theme.pickScaled(160, 136, 96)
    radius: Theme.radiusCard
    color: Theme.tones.surface
    border.width: Theme.scaled(5)
    border.color: Theme.tones.primary

    Accessible.role: Accessible.EditableText
    Accessible.name: name
    Accessible.description: text

    Words {
        id: words

        x: Theme.pickScaled(48, 48, 32)
        width: Math.min(implicitWidth, field.width - 2 * x - caret.width - caret.anchors.leftMargin)
        anchors.verticalCenter: parent.verticalCenter
        cut: Theme.typed
        text: field.text
        color: Theme.tones.ink
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
        color: Theme.tones.primary

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
