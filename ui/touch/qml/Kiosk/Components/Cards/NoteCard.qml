/* A card with one thing to know, where a card with something to do would be. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: card

    required property string icon
    required property string title
    required property string text

    implicitHeight: Math.max(drawing.height, words.height) + 2 * Theme.pickScaled(44, 40, 24)
    radius: Theme.radiusCard
    color: Theme.colors.surface

    Icon {
        id: drawing

        name: card.icon
        color: Theme.colors.primary
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

        ThemedText {
            width: parent.width
            textStyle: Theme.heading
            text: card.title
            color: Theme.colors.ink
        }

        ThemedText {
            width: parent.width
            textStyle: Theme.body
            text: card.text
            color: Theme.colors.ink2
        }
    }
}
