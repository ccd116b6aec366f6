/* The welcome: what this place is, whether it is open, and where to touch. */
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
    id: attract

    readonly property list<string> titles: [
        qsTr("Stuck?\nShow us."), qsTr("Locked out?\nShow us."), qsTr("Slow?\nShow us.")
    ]
    readonly property string status: {
        const waiting = attract.site.peopleWaiting;
        if (!attract.hours.isOpen) {
            return qsTr("Closed just now.");
        }
        if (!attract.board.known) {
            return qsTr("Open now.");
        }
        return waiting === 0 ? qsTr("Open now. No wait.")
             : waiting === 1 ? qsTr("Open now. 1 person waiting.")
             : qsTr("Open now. %n people waiting.", "", waiting);
    }
    /* What somebody who just left must know, or else that the kiosk works while the server is away; how much is not sent
       is for whoever runs the kiosk, and stands at the desk and in `doctor`. */
    readonly property string aside: attract.checkIn.unfinished ? qsTr("You’re not checked in. Nothing was kept.")
                                  : attract.link.offline ? qsTr("On our own for now. Check-in works.") : ""
    property int turn: 0

    colors: Theme.night
    canStartOver: false

    ScreenLayout {
        anchors.fill: parent
        share: Theme.compact ? 0.38 : 0.43
        footInMiddle: true
        footGap: Theme.pickScaled(72, 0, 0)

        view: CounterScene {
            id: figures

            objectName: "figures"
            lean: Theme.leanSteps[loop.step < loop.steps ? loop.step : 2 * loop.steps - 1 - loop.step]
            anchors.fill: parent
            middle: Theme.wide
            colors: attract.colors
        }

        foot: [
            StatusPill {
                text: attract.status
                open: attract.hours.isOpen
                colors: attract.colors
            },
            StatusPill {
                visible: text !== ""
                Layout.topMargin: Theme.scaled(12)
                text: attract.aside
                open: false
                colors: attract.colors
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(44, 36, 24)
                Layout.fillWidth: true
                textStyle: Theme.welcome
                text: attract.titles[attract.turn]
                color: attract.colors.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.pickScaled(112, 96, 64)
                maximumLineCount: 2
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(36, 36, 20)
                Layout.fillWidth: true
                Layout.maximumWidth: Theme.pickScaled(660, 1000, 1000)
                textStyle: Theme.invitation
                text: qsTr("Bring it over. A real person will look at it with you.")
                color: attract.colors.ink2
            },
            StartCard {
                objectName: "start"
                Layout.topMargin: Theme.pickScaled(72, 52, 28)
                Layout.bottomMargin: Theme.pickScaled(36, 0, 0)
                Layout.fillWidth: true
                text: qsTr("Touch here to start")
                under: attract.badge.enabled ? qsTr("Then hold up your badge, or type a name")
                                             : qsTr("It takes about half a minute")
                icon: "hand"
                onActed: attract.checkIn.start()
            }
        ]
    }

    /* The loop of the welcome: lean in, stay, lean back, be still, then the next title. Between two steps nothing runs and
       nothing is painted. */
    Timer {
        id: loop

        property int step: 0
        readonly property int steps: Theme.leanSteps.length

        function next() {
            step = (step + 1) % (2 * steps);
            if (step === 0) {
                attract.turn = (attract.turn + 1) % attract.titles.length;
            }
        }

        running: Theme.motion && !touched.active
        repeat: true
        interval: step === steps - 1 ? Theme.leanMs - 2 * Theme.leaningMs
                : step === 2 * steps - 1 ? Theme.loopMs - Theme.leanMs : Theme.leaningMs / (steps - 1)
        onTriggered: next()
        onRunningChanged: if (!running) step = 2 * steps - 1
    }

    PointHandler {
        id: touched
    }
}
