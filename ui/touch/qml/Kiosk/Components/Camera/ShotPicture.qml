/* The shot in its own proportion, uncropped: what is saved is what is shown. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: shot

    required property string source
    /* The corners of the paragraphs read on it, and of the codes among them. */
    required property list<var> paragraphs
    required property list<var> codes
    readonly property real fit: image.implicitWidth > 0 && image.implicitHeight > 0
                                ? Math.min(width / image.implicitWidth, height / image.implicitHeight) : 0

    Image {
        id: image

        objectName: "shotPicture"
        visible: shot.source !== ""
        width: Math.round(implicitWidth * shot.fit)
        height: Math.round(implicitHeight * shot.fit)
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.wide ? 0 : Math.round((parent.height - height) / 2)
        source: shot.source
        cache: false
        asynchronous: false
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Your picture")

        ReadFrames {
            anchors.fill: parent
            paragraphs: shot.paragraphs
            codes: shot.codes
        }

        RoundCorners {
            anchors.fill: parent
            color: Theme.colors.bg
            radius: Theme.radiusShot
        }
    }
}
