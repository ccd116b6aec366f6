pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* One calm thing to know, where a card for something to do would be. */
Rectangle {
    id: card

    required property string icon
    required property string title
    required property string text

    implicitHeight: Math.max(drawing.height, words.height) + 2 * Theme.pickScaled(44, 40, 24)
    radius: Theme.radiusCard
    color: Theme.tones.surface

    Icon {
        id: drawing

        name: card.icon
        color: Theme.tones.primary
        width: Theme.pickScaled(72, 72, 52)
        height: width
        x: Theme.pickScaled(48, 44, 24)
        anchors.verticalCenter: parent.verticalCenter
    }

    Column {
        id: words

        anchors.left: drawing.right
        anchors.leftMargin: Theme.pickScaled(40, 36, 20)
        anchors.right: parent.right
        anchors.rightMargin: Theme.pickScaled(36, 36, 24)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.pickScaled(14, 14, 8)

        Words {
            width: parent.width
            cut: Theme.heading
            text: card.title
            color: Theme.tones.ink
        }

        Words {
            width: parent.width
            cut: Theme.body
            text: card.text
            color: Theme.tones.ink2
        }
    }
}
