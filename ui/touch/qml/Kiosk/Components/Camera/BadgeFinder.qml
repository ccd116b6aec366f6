/* A small camera preview to hold a badge up to. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme
import Kiosk.ViewModels

Item {
    id: finder

    required property CameraViewModel camera
    required property color backdrop
    /* Written into the preview; "" where the screen says it elsewhere. */
    property string hint: ""

    CameraNotice {
        anchors.fill: parent
        iconSize: Theme.scaled(72)
    }

    LivePicture {
        anchors.fill: parent
        camera: finder.camera
    }

    Rectangle {
        visible: finder.hint !== ""
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.scaled(24)
        width: words.width + 2 * Theme.scaled(32)
        height: words.height + 2 * Theme.scaled(16)
        radius: Math.min(height / 2, Theme.scaled(36))
        color: Theme.glass

        ThemedText {
            id: words

            anchors.centerIn: parent
            width: Math.min(implicitWidth, finder.width - Theme.scaled(96))
            textStyle: Theme.pill
            balanced: false
            text: finder.hint
            color: Theme.light.onPrimary
            horizontalAlignment: Text.AlignHCenter
        }
    }

    RoundCorners {
        anchors.fill: parent
        color: finder.backdrop
        radius: Theme.radiusCard
    }
}
