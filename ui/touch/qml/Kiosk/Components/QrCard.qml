pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* The visitor's place in line, to take along on a phone. */
Rectangle {
    id: card

    required property string code

    implicitHeight: Math.max(picture.height, words.height + 2 * Theme.scaled(44))
    radius: Theme.radiusCard
    color: Theme.light.surface

    Image {
        id: picture

        x: Theme.scaled(4)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.scaled(360)
        height: width
        source: card.code
        sourceSize: Qt.size(width, height)
        cache: false
        fillMode: Image.Pad
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Code to scan with your phone")
    }

    Column {
        id: words

        anchors.left: picture.right
        anchors.right: parent.right
        anchors.rightMargin: Theme.scaled(36)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.scaled(18)

        Words {
            width: parent.width
            cut: Theme.heading
            text: qsTr("Need a coffee?")
            color: Theme.light.ink
        }

        Words {
            width: parent.width
            cut: Theme.body
            text: qsTr("Scan this and keep your place. Your phone will tell you when it’s your turn.")
            color: Theme.light.ink2
        }
    }
}
