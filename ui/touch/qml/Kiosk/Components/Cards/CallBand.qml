/* The latest call, in apricot: a number, and who comes to which seat. Never a visitor's name. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: band

    required property string number
    required property string who
    required property string where
    /* Repeated in a tile where there is room; 0 without one. */
    required property int seat
    readonly property real inset: Theme.pickScaled(60, 64, 36)
    readonly property bool oneText: Theme.wide && !Theme.compact
    readonly property bool tiled: oneText && seat > 0

    implicitHeight: Theme.pickScaled(288, 248, 152)
    radius: Theme.radiusPicture
    color: Theme.light.accent

    Accessible.role: Accessible.StaticText
    Accessible.name: `${number}. ${who} ${where}`

    ThemedText {
        id: called

        objectName: "calledNumber"
        x: band.inset
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.calledNumber
        text: band.number
        color: Theme.light.onAccent
        wrapMode: Text.NoWrap
        /* Scaled and not set smaller, so that it stays in the middle. */
        scale: Math.min(1, band.width * Theme.pick(40, 34, 36) / 100 / implicitWidth)
        transformOrigin: Item.Left
        Accessible.ignored: true
    }

    /* Where to is a text of its own in a narrow band: a long name may be cut, the seat never. */
    Column {
        anchors.left: parent.left
        anchors.leftMargin: band.inset + Math.round(called.width * called.scale) + Theme.pickScaled(52, 64, 36)
        anchors.right: band.tiled ? tile.left : parent.right
        anchors.rightMargin: band.tiled ? Theme.scaled(32) : band.inset
        anchors.verticalCenter: parent.verticalCenter

        ThemedText {
            objectName: "calledWords"
            visible: text !== ""
            width: parent.width
            textStyle: Theme.called
            text: band.oneText ? `${band.who} ${band.where}`.trim() : band.who
            color: Theme.light.onAccent
            maximumLineCount: 2
            Accessible.ignored: true
        }

        ThemedText {
            objectName: "calledWhere"
            visible: !band.oneText
            width: parent.width
            textStyle: Theme.called
            text: band.where
            color: Theme.light.onAccent
            maximumLineCount: 1
            Accessible.ignored: true
        }
    }

    Rectangle {
        id: tile

        visible: band.tiled
        anchors.right: parent.right
        anchors.rightMargin: band.inset
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.scaled(164)
        height: width
        radius: Theme.radiusPicture
        color: Theme.light.onAccent

        ThemedText {
            anchors.centerIn: parent
            textStyle: Theme.countdown
            text: band.seat
            color: Theme.light.accent
            Accessible.ignored: true
        }
    }
}
