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
        anchors.verticalCenterOffset: -Theme.pickScaled(128, 64, 32)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        cut: Theme.grand
        text: qsTr("Saving your place.")
        color: saving.tones.ink
    }
}
