/* The window of the kiosk: one screen for each step, between a top bar and a foot bar. The background fills the rest. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Buttons
import Kiosk.Components.Layout
import Kiosk.Theme
import Kiosk.ViewModels

Item {
    id: main

    required property CheckInViewModel checkIn
    required property SiteViewModel site
    required property HoursViewModel hours
    required property LinkViewModel link
    required property BoardViewModel board
    required property PresenceViewModel presence
    required property TouchGuardViewModel touchGuard
    /* What every screen is given: the required properties of KioskScreen. */
    required property var models
    required property bool motion
    property string theme: "light"
    /* Protects the panel from burn-in: everything moves by a few pixels every ten minutes. */
    property int shiftEveryMs: 600000
    property int shiftStep: 0
    /* The welcome gives way to another screen while the server refuses this kiosk, while somebody is called, outside the
       hours, and while nobody is on duty; a check-in that has begun goes on. */
    readonly property string shown: checkIn.screen !== "attract" ? checkIn.screen
                                  : link.refused ? "counter" : board.hasNews ? "board" : !hours.isOpen ? "closed"
                                  : board.known && !board.staffed ? "unstaffed" : "attract"
    readonly property KioskScreen screen: loader.item as KioskScreen
    readonly property var files: ({
            "closed": "ClosedScreen.qml",
            "counter": "CounterScreen.qml",
            "unstaffed": "UnstaffedScreen.qml",
            "board": "BoardScreen.qml",
            "attract": "AttractScreen.qml",
            "name": "NameScreen.qml",
            "show": "ShowScreen.qml",
            "check": "CheckScreen.qml",
            "topic": "TopicScreen.qml",
            "saving": "SavingScreen.qml",
            "number": "NumberScreen.qml",
            "trouble": "TroubleScreen.qml"
        })
    property int place: -1
    /* How far a screen that is moving in is from its place. */
    property alias arriving: shift.y

    function show() {
        const before = place;
        place = Object.keys(files).indexOf(shown);
        loader.setSource(`Kiosk/Screens/${files[shown]}`, models);
        arrival.from = place < before ? -Theme.travel : Theme.travel;
        appear.restart();
    }

    onShownChanged: if (place >= 0) show()
    Component.onCompleted: show()

    WindowScale {
        anchors.fill: parent
    }

    Binding {
        target: Theme
        property: "dark"
        value: main.theme === "dark" || (main.theme === "auto" && main.hours.night)
    }

    Binding {
        target: Theme
        property: "motion"
        value: main.motion
    }

    Binding {
        target: TouchGuard
        property: "model"
        value: main.touchGuard
    }

    Timer {
        interval: main.shiftEveryMs
        running: true
        repeat: true
        onTriggered: main.shiftStep = (main.shiftStep + 1) % 4
    }

    Rectangle {
        anchors.fill: parent
        color: frame.colors.bg

        Behavior on color {
            ColorAnimation {
                duration: Theme.stateMs
            }
        }
    }

    ScreenFrame {
        id: frame

        readonly property real step: Theme.scaled(4)

        width: Math.min(parent.width, Theme.pickScaled(1200, 2000, 1440))
        height: parent.height
        x: Math.round((parent.width - width) / 2) + (main.shiftStep === 1 || main.shiftStep === 2 ? step : 0)
        y: main.shiftStep >= 2 ? step : 0
        visible: !main.presence.asking
        siteName: main.presence.smudged ? "" : main.site.name
        time: main.hours.time
        progress: main.checkIn.progress
        colors: main.screen?.colors ?? Theme.night
        hasBar: main.screen?.canStartOver ?? false
        footnote: main.screen?.footnote ?? ""
        onStartOver: main.checkIn.startOver()

        Loader {
            id: loader

            anchors.fill: parent
            transform: Translate {
                id: shift
            }
        }
    }

    Loader {
        anchors.fill: parent
        active: main.presence.asking
        sourceComponent: StillTherePrompt {
            presence: main.presence
        }
    }

    Loader {
        x: frame.x + Theme.margin
        y: (Theme.topHeight - height) / 2
        active: main.presence.smudged
        sourceComponent: WipeHint {
            room: frame.width - 2 * Theme.margin - Theme.scaled(300)
        }
    }

    ParallelAnimation {
        id: appear

        NumberAnimation {
            target: loader
            property: "opacity"
            from: 0
            to: 1
            duration: Theme.screenMs
            easing.type: Easing.Bezier
            easing.bezierCurve: Theme.standardCurve
        }

        NumberAnimation {
            id: arrival

            target: shift
            property: "y"
            to: 0
            duration: Theme.screenMs
            easing.type: Easing.Bezier
            easing.bezierCurve: Theme.standardCurve
        }
    }
}
