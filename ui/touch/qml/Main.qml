pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components
import Kiosk.Theme
import Kiosk.ViewModels

/* The window: one screen a step, all drawn in one scale; the background fills whatever is left. */
Item {
    id: main

    required property CheckInViewModel checkIn
    required property SiteViewModel site
    required property HoursViewModel hours
    required property LinkViewModel link
    required property CameraViewModel camera
    required property PresenceViewModel presence
    /* What every screen is given: the required properties of KioskScreen. */
    required property var models
    required property bool motion
    property string theme: "light"
    /* The panel is spared: what stands still moves a little every so often (ux.md 4.3). */
    property int careMs: 600000
    property int care: 0
    /* Wide is 1920 x 1080 at its best and 1600 x 1080 at its narrowest, tall 1080 wide and from 1600 high. */
    readonly property bool broad: width >= height
    readonly property real plainScale: broad ? Math.min(width / 1600, height / 1080) : Math.min(width / 1080, height / 1600)
    readonly property bool small: broad && plainScale < 0.6
    /* Outside the hours the welcome says so, and so it does when nobody can be helped; whoever has begun goes on. */
    readonly property string shown: checkIn.screen !== "attract" ? checkIn.screen
                                  : link.refused ? "counter" : hours.isOpen ? "attract" : "closed"
    readonly property KioskScreen screen: loader.item as KioskScreen
    readonly property var files: ({
            "closed": "ClosedScreen.qml",
            "counter": "CounterScreen.qml",
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
    /* How far the screen still is from its place. */
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

    Binding {
        target: Theme
        property: "scale"
        value: main.small ? Math.min(main.width / 1080, main.height / 810) : main.plainScale
    }

    Binding {
        target: Theme
        property: "wide"
        value: main.broad
    }

    Binding {
        target: Theme
        property: "compact"
        value: main.small
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

    Connections {
        target: main.camera

        /* The screen changes under a finger that is already on its way. */
        function onGone() {
            TouchRest.begin();
        }
    }

    Timer {
        interval: main.careMs
        running: true
        repeat: true
        onTriggered: main.care = (main.care + 1) % 4
    }

    Rectangle {
        anchors.fill: parent
        color: frame.tones.bg

        Behavior on color {
            ColorAnimation {
                duration: Theme.stateMs
            }
        }
    }

    Frame {
        id: frame

        readonly property real step: Theme.scaled(4)

        width: Math.min(parent.width, Theme.pickScaled(1200, 2000, 1440))
        height: parent.height
        x: Math.round((parent.width - width) / 2) + (main.care === 1 || main.care === 2 ? step : 0)
        y: main.care >= 2 ? step : 0
        visible: !main.presence.asking
        siteName: main.presence.smudged ? "" : main.site.name
        time: main.hours.time
        progress: main.checkIn.progress
        tones: main.screen?.tones ?? Theme.night
        hasBar: main.screen?.canStartOver ?? false
        barRuled: main.screen?.barRuled ?? true
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
        sourceComponent: StillThere {
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
