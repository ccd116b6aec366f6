pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Something on the glass is no finger. Stands in the top bar in place of the site's name: nothing there is for touching. */
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

    Words {
        id: words

        x: Theme.scaled(92)
        anchors.verticalCenter: parent.verticalCenter
        cut: Theme.pill
        text: qsTr("Could you wipe the screen?")
        color: Theme.night.ink
        width: Math.min(Math.ceil(implicitWidth), hint.room - x - Theme.scaled(36))
        maximumLineCount: 2
    }
}
