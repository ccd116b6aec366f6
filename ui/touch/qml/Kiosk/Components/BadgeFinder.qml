pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.ViewModels

/* A small look into the camera, to hold a badge up to. */
Item {
    id: finder

    required property CameraViewModel camera
    required property color around

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
        color: finder.around
        radius: Theme.radiusCard
    }
}
