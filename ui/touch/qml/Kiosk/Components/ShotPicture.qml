pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* The shot as a print, whole: what is kept is what is shown. The print takes the picture's own shape. */
Item {
    id: shot

    required property string source
    required property string caption
    readonly property real rim: Theme.scaled(24)
    readonly property real foot: words.height + 2 * rim
    readonly property real fit: image.implicitWidth > 0
                                ? Math.min((width - 2 * rim) / image.implicitWidth,
                                           (height - rim - foot) / image.implicitHeight) : 0

    Rectangle {
        anchors.fill: paper
        visible: image.implicitWidth > 0
        radius: Theme.radiusPicture
        color: Theme.tones.surface
    }

    Item {
        id: paper

        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.wide ? 0 : Math.round((parent.height - height) / 2)
        width: Math.max(image.width, words.width) + 2 * shot.rim
        height: image.height + shot.rim + shot.foot

        Image {
            id: image

            y: shot.rim
            anchors.horizontalCenter: parent.horizontalCenter
            source: shot.source
            cache: false
            asynchronous: false
            width: Math.round(implicitWidth * shot.fit)
            height: Math.round(implicitHeight * shot.fit)
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Your picture")

            RoundCorners {
                anchors.fill: parent
                color: Theme.tones.surface
                radius: Theme.scaled(28)
            }
        }

        Words {
            id: words

            visible: image.implicitWidth > 0
            anchors.bottom: parent.bottom
            anchors.bottomMargin: shot.rim
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(implicitWidth, shot.width - 2 * shot.rim)
            cut: Theme.label
            text: shot.caption
            color: Theme.tones.ink2
        }
    }
}
