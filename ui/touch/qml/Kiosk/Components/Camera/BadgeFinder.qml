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

    CameraNotice {
        anchors.fill: parent
        iconSize: Theme.scaled(72)
    }

    LivePicture {
        anchors.fill: parent
        camera: finder.camera
    }

    RoundCorners {
        anchors.fill: parent
        color: finder.backdrop
        radius: Theme.radiusCard
    }
}
