pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components
import Kiosk.Theme

/* Shown only when the disk is slow. */
KioskScreen {
    id: saving

    canStartOver: false

    Words {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.scaled(128)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        cut: Theme.grand
        text: qsTr("Saving your place.")
        color: saving.tones.ink
    }
}
