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
    required property CameraViewModel camera
    required property KeyBoardViewModel keyBoard
    required property NumberViewModel number
    required property bool motion
    readonly property KioskScreen screen: loader.item as KioskScreen
    readonly property var files: ({
            "attract": "AttractScreen.qml",
            "name": "NameScreen.qml",
            "show": "ShowScreen.qml",
            "check": "CheckScreen.qml",
            "saving": "SavingScreen.qml",
            "number": "NumberScreen.qml",
            "trouble": "TroubleScreen.qml"
        })
    property int place: 0

    function show() {
        const before = place;
        place = Object.keys(files).indexOf(checkIn.screen);
        loader.setSource(`Kiosk/Screens/${files[checkIn.screen]}`, {
            "checkIn": checkIn,
            "site": site,
            "camera": camera,
            "keyBoard": keyBoard,
            "number": number
        });
        arrival.from = place < before ? -Theme.travel : Theme.travel;
        appear.restart();
    }

    Component.onCompleted: show()

    Binding {
        target: Theme
        property: "scale"
        value: Math.min(main.width / 1080, main.height / 1920)
    }

    Binding {
        target: Theme
        property: "motion"
        value: main.motion
    }

    Connections {
        target: main.checkIn

        function onScreenChanged() {
            main.show();
        }
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

        width: Theme.scaled(1080)
        height: parent.height
        anchors.horizontalCenter: parent.horizontalCenter
        siteName: main.site.name
        time: main.site.time
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
