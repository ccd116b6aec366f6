/* Shown while a visit is being saved, and only when the disk is slow. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: saving

    canStartOver: false

    ThemedText {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -Theme.pickScaled(128, 64, 32)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        textStyle: Theme.grand
        text: qsTr("Saving your place.")
        color: saving.colors.ink
    }
}
