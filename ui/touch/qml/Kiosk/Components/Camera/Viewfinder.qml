/* The camera preview with corner marks, a hint and the flash. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme
import Kiosk.ViewModels

Item {
    id: finder

    required property CameraViewModel camera
    required property color backdrop
    required property string hint
    /* Shown in place of the picture. */
    required property string notice

    CameraNotice {
        anchors.fill: parent
        text: finder.notice
    }

    LivePicture {
        anchors.fill: parent
        camera: finder.camera
    }

    Item {
        anchors.fill: parent
        anchors.margins: Theme.pickScaled(48, 48, 28)
        visible: finder.camera.showing

        Repeater {
            model: 4

            Icon {
                required property int index

                name: "view-corner"
                color: Theme.light.onPrimary
                width: Theme.pickScaled(88, 88, 56)
                height: width
                rotation: 90 * index
                x: index === 1 || index === 2 ? parent.width - width : 0
                y: index >= 2 ? parent.height - height : 0
            }
        }
    }

    HintPill {
        visible: finder.camera.showing && finder.hint !== ""
        text: finder.hint
        holding: finder.camera.taking
        count: finder.camera.count
        countMs: finder.camera.countMs
        hold: finder.camera.hint === "steady" ? finder.camera.hold : 0
        room: finder.width - 2 * Theme.pickScaled(48, 48, 20)
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.pickScaled(72, 72, 36)
    }

    Rectangle {
        id: flash

        anchors.fill: parent
        color: Theme.flash
        opacity: 0

        NumberAnimation on opacity {
            id: flashing

            running: false
            from: 1
            to: 0
            duration: Theme.flashMs
        }
    }

    RoundCorners {
        anchors.fill: parent
        color: finder.backdrop
    }

    Connections {
        target: finder.camera

        function onFlashed() {
            flashing.restart();
        }
    }
}
