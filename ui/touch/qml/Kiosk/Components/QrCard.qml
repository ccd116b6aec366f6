pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* A code to scan, and what it is good for: the visitor's place in line, unless told otherwise. */
Rectangle {
    id: card

    required property string code
    property string title: qsTr("Need a coffee?")
    property string text: qsTr("Scan this and keep your place. Your phone will tell you when it’s your turn.")

    /* The code stays dark on white; on a white card its own margin is enough. */
    readonly property real inset: Theme.dark ? Theme.pickScaled(32, 32, 20) : Theme.scaled(4)

    implicitHeight: Math.max(picture.height + (Theme.dark ? 2 * inset : 0), words.height + 2 * Theme.pickScaled(44, 36, 24))
    radius: Theme.radiusCard
    color: Theme.tones.surface

    Image {
        id: picture

        x: card.inset
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.pickScaled(360, card.width < Theme.scaled(760) ? 296 : 340, 208)
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

        Words {
            width: parent.width
            cut: Theme.heading
            text: card.title
            color: Theme.tones.ink
        }

        Words {
            width: parent.width
            cut: Theme.body
            text: card.text
            color: Theme.tones.ink2
        }
    }
}
