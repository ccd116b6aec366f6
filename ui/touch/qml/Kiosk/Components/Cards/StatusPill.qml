/* A short status with a dot: open or not, and how many are waiting. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: pill

    required property string text
    required property bool open
    required property ColorScheme colors

    implicitWidth: words.x + words.implicitWidth + Theme.scaled(30)
    implicitHeight: Theme.scaled(68)
    radius: height / 2
    color: colors.tint

    Rectangle {
        id: dot

        x: Theme.scaled(30)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.scaled(18)
        height: width
        radius: width / 2
        color: pill.open ? Theme.open : Theme.shut
    }

    ThemedText {
        id: words

        anchors.left: dot.right
        anchors.leftMargin: Theme.scaled(16)
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.pill
        text: pill.text
        color: pill.colors.ink
        wrapMode: Text.NoWrap
    }
}
