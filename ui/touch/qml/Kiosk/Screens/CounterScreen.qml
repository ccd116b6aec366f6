pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme

/* In place of the welcome, while this kiosk can help nobody: a person is the way in. */
KioskScreen {
    id: counter

    tones: Theme.night
    canStartOver: false

    Spread {
        anchors.fill: parent
        share: 0.44
        footInMiddle: true

        view: Figures {
            anchors.fill: parent
            middle: Theme.wide
            lean: 1
            tones: counter.tones
        }

        foot: [
            Words {
                Layout.topMargin: Theme.pickScaled(72, 0, 0)
                Layout.fillWidth: true
                cut: Theme.closed
                text: qsTr("We’re having our own tech trouble.")
                color: counter.tones.ink
            },
            Words {
                Layout.topMargin: Theme.pickScaled(36, 32, 20)
                Layout.bottomMargin: Theme.pickScaled(200, 0, 0)
                Layout.fillWidth: true
                cut: Theme.lead
                text: qsTr("Come to the counter.")
                color: counter.tones.ink2
            }
        ]
    }
}
