/* Whom to call when something cannot wait. Nothing to touch. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: card

    required property string phone

    implicitHeight: words.height + 2 * Theme.pickScaled(36, 28, 18)
    radius: Theme.radiusCard
    color: Theme.night.surface

    Icon {
        id: drawing

        name: "bell"
        color: Theme.night.accent
        width: Theme.pickScaled(72, 64, 48)
        height: width
        x: Theme.pickScaled(48, 48, 28)
        anchors.verticalCenter: parent.verticalCenter
    }

    Column {
        id: words

        anchors.left: drawing.right
        anchors.leftMargin: Theme.pickScaled(36, 36, 24)
        anchors.right: parent.right
        anchors.rightMargin: Theme.pickScaled(40, 40, 20)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.scaled(4)

        ThemedText {
            width: parent.width
            textStyle: Theme.action
            text: qsTr("Can’t work at all?")
            color: Theme.night.ink
        }

        ThemedText {
            width: parent.width
            textStyle: Theme.body
            text: Phrase.fill(qsTr("Call %1."), [card.phone])
            color: Theme.night.ink2
        }
    }
}
