/* A QR code to scan, and what it is for. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: card

    required property string code
    required property string title
    required property string text

    /* The code is always dark on white; on a white card its own quiet zone is enough, kept inside the round corners. */
    readonly property real inset: Theme.dark ? Theme.pickScaled(32, 32, 20) : Math.ceil(0.3 * Theme.radiusCard)

    implicitHeight: Math.max(picture.height + 2 * inset, words.height + 2 * Theme.pickScaled(44, 36, 24))
    radius: Theme.radiusCard
    color: Theme.colors.surface

    Image {
        id: picture

        x: card.inset
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.pickScaled(360, card.width < Theme.scaled(760) ? 296 : 340, 208) - (Theme.dark ? 0 : 2 * card.inset)
        height: width
        source: card.code
        sourceSize: Qt.size(width, height)
        cache: false
        fillMode: Image.Pad
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Code to scan with your phone")

        RoundCorners {
            visible: Theme.dark
            anchors.centerIn: parent
            width: picture.paintedWidth
            height: picture.paintedHeight
            color: card.color
            radius: Theme.scaled(28)
        }
    }

    Column {
        id: words

        anchors.left: picture.right
        anchors.leftMargin: Theme.dark ? card.inset : 0
        anchors.right: parent.right
        anchors.rightMargin: Theme.pickScaled(36, 36, 24)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.pickScaled(18, 18, 8)

        ThemedText {
            width: parent.width
            textStyle: Theme.heading
            text: card.title
            color: Theme.colors.ink
        }

        ThemedText {
            width: parent.width
            textStyle: Theme.body
            text: card.text
            color: Theme.colors.ink2
        }
    }
}
