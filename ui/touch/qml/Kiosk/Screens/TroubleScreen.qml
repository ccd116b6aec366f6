pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme

/* The disk did not take the visit. A person is the way out. */
KioskScreen {
    id: trouble

    canStartOver: false

    Spread {
        anchors.fill: parent
        share: 0.46
        footGap: Theme.pickScaled(72, 0, 0)

        head: [
            Words {
                Layout.fillWidth: true
                cut: Theme.grand
                text: qsTr("We can’t save\nright now.")
                color: trouble.tones.ink
            },
            Words {
                Layout.topMargin: Theme.pickScaled(36, 28, 16)
                Layout.fillWidth: true
                cut: Theme.lead
                text: qsTr("Come to the counter, we’ll look at it together.")
                color: trouble.tones.ink2
            }
        ]

        view: Figures {
            anchors.fill: parent
            middle: Theme.wide
            tones: trouble.tones
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
