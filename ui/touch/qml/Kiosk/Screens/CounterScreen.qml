/* In place of the welcome while the server refuses this kiosk: sends visitors to the counter. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Layout
import Kiosk.Components.Scenes
import Kiosk.Theme

KioskScreen {
    id: counter

    colors: Theme.night
    canStartOver: false

    ScreenLayout {
        anchors.fill: parent
        share: 0.44
        footInMiddle: true

        view: CounterScene {
            anchors.fill: parent
            middle: Theme.wide
            lean: 1
            colors: counter.colors
        }

        foot: [
            ThemedText {
                Layout.topMargin: Theme.pickScaled(72, 0, 0)
                Layout.fillWidth: true
                textStyle: Theme.closed
                text: qsTr("We’re having our own tech trouble.")
                color: counter.colors.ink
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(36, 32, 20)
                Layout.bottomMargin: Theme.pickScaled(200, 0, 0)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: qsTr("Come to the counter.")
                color: counter.colors.ink2
            }
        ]
    }
}
