pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Open or not, and how many wait. */
Rectangle {
    id: pill

    required property string text
    required property bool open
    required property Tones tones

    implicitWidth: words.x + words.implicitWidth + Theme.scaled(30)
    implicitHeight: Theme.scaled(68)
    radius: height / 2
    color: tones.tint

    Rectangle {
        id: dot

        x: Theme.scaled(30)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.scaled(18)
        height: width
        radius: width / 2
        color: pill.open ? Theme.open : Theme.shut
    }

    Words {
        id: words

        anchors.left: dot.right
        anchors.leftMargin: Theme.scaled(16)
        anchors.verticalCenter: parent.verticalCenter
        cut: Theme.pill
        text: pill.text
        color: pill.tones.ink
        wrapMode: Text.NoWrap
    }
}
