/* In place of the welcome while the site is open and no member is on duty: says so, and takes visitors all the same. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Components.Scenes
import Kiosk.Theme

KioskScreen {
    id: unstaffed

    readonly property string status: {
        const waiting = unstaffed.site.peopleWaiting;
        return waiting === 0 ? qsTr("Open, and nobody’s waiting.")
             : waiting === 1 ? qsTr("Open. 1 person waiting.")
             : qsTr("Open. %n people waiting.", "", waiting);
    }

    colors: Theme.night
    canStartOver: false

    ScreenLayout {
        anchors.fill: parent
        share: Theme.compact ? 0.38 : 0.43
        footInMiddle: true
        footGap: Theme.pickScaled(72, 0, 0)

        view: EmptyScene {
            anchors.fill: parent
            middle: Theme.wide
        }

        foot: [
            StatusPill {
                text: unstaffed.status
                open: false
                colors: unstaffed.colors
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(36, 32, 20)
                Layout.fillWidth: true
                textStyle: Theme.closed
                text: qsTr("Nobody’s here\nright now.")
                color: unstaffed.colors.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.pickScaled(96, 84, 60)
                maximumLineCount: 2
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(32, 28, 16)
                Layout.fillWidth: true
                textStyle: Theme.invitation
                text: unstaffed.site.peopleWaiting === 0 ? qsTr("Show us now. You’ll be first.")
                                                         : qsTr("Show us now. Your number keeps your place.")
                color: unstaffed.colors.ink2
            },
            StartCard {
                objectName: "start"
                Layout.topMargin: Theme.pickScaled(52, 40, 24)
                Layout.bottomMargin: help.visible ? 0 : Theme.pickScaled(36, 0, 0)
                Layout.fillWidth: true
                text: qsTr("Take a number now")
                under: qsTr("Touch here to start")
                icon: "hand"
                onActed: unstaffed.checkIn.start()
            },
            HelpCard {
                id: help

                visible: unstaffed.site.helpPhone !== ""
                Layout.topMargin: Theme.gap
                Layout.bottomMargin: Theme.pickScaled(36, 0, 0)
                Layout.fillWidth: true
                phone: unstaffed.site.helpPhone
            }
        ]
    }
}
