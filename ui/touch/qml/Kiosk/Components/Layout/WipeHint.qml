/* Asks to wipe the screen, because something on the glass is no finger. It takes the place of the site's name in the
   top bar, where nothing can be touched. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: hint

    required property real room

    objectName: "wipeHint"
    implicitWidth: words.x + words.width + Theme.scaled(36)
    implicitHeight: Theme.pickScaled(96, 96, 76)
    radius: height / 2
    color: Theme.night.tint

    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    Icon {
        id: drawing

        name: "hand"
        color: Theme.night.accent
        width: Theme.scaled(44)
        height: width
        x: Theme.scaled(32)
        anchors.verticalCenter: parent.verticalCenter
    }

    ThemedText {
        id: words

        x: Theme.scaled(92)
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.pill
        balanced: false
        text: qsTr("Could you wipe the screen?")
        color: Theme.night.ink
        width: Math.min(Math.ceil(implicitWidth), hint.room - x - Theme.scaled(36))
        maximumLineCount: 2
    }
}
