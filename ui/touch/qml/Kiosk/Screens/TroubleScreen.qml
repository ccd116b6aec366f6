/* Shown when the visit could not be saved: sends the visitor to the counter. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Layout
import Kiosk.Components.Scenes
import Kiosk.Theme

KioskScreen {
    id: trouble

    canStartOver: false

    ScreenLayout {
        anchors.fill: parent
        share: 0.46
        footGap: Theme.pickScaled(72, 0, 0)

        head: [
            ThemedText {
                Layout.fillWidth: true
                textStyle: Theme.grand
                text: qsTr("We can’t save\nright now.")
                color: trouble.colors.ink
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(36, 28, 16)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: qsTr("Come to the counter, we’ll look at it together.")
                color: trouble.colors.ink2
            }
        ]

        view: CounterScene {
            anchors.fill: parent
            middle: Theme.wide
            colors: trouble.colors
        }

        foot: [
            SecondaryButton {
                objectName: "giveUp"
                Layout.fillWidth: true
                text: qsTr("Start over")
                icon: "restart"
                busy: trouble.checkIn.busy
                onActed: trouble.checkIn.done()
            },
            PrimaryButton {
                objectName: "tryAgain"
                Layout.topMargin: Theme.gap
                Layout.fillWidth: true
                text: qsTr("Try again")
                icon: "check"
                busy: trouble.checkIn.busy
                onActed: trouble.checkIn.confirm()
            }
        ]
    }
}
