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

    Image {
        anchors.fill: parent
        visible: finder.camera.showing && finder.camera.preview !== ""
        source: finder.camera.preview
        cache: false
        asynchronous: false
        retainWhileLoading: true
        fillMode: Image.PreserveAspectCrop
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("What the camera sees")
    }

    RoundCorners {
        anchors.fill: parent
        color: finder.around
        radius: Theme.radiusCard
    }
}
