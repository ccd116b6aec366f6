/* The camera preview, cropped to the room there is. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.ViewModels

Image {
    id: picture

    required property CameraViewModel camera

    visible: picture.camera.showing && picture.camera.preview !== ""
    source: picture.camera.preview
    cache: false
    asynchronous: false
    retainWhileLoading: true
    fillMode: Image.PreserveAspectCrop
    Accessible.role: Accessible.Graphic
    Accessible.name: qsTr("What the camera sees")
}
