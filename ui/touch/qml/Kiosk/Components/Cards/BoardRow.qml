/* A row of the board: a number and what there is to say of it, below a rule. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: row

    required property string number
    required property string text
    /* Whether it is about somebody who is called now. */
    property bool now: false
    readonly property real numberWidth: Theme.pickScaled(208, 196, 150)

    implicitHeight: Theme.pickScaled(104, 104, 72)

    Accessible.role: Accessible.StaticText
    Accessible.name: `${number}. ${text}`

    Rectangle {
        width: parent.width
        height: Theme.ruleWidth
        color: Theme.night.line
    }

    ThemedText {
        id: label

        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.boardNumber
        text: row.number
        color: row.now ? Theme.night.accent : Theme.night.ink
        wrapMode: Text.NoWrap
        scale: Math.min(1, (row.numberWidth - Theme.gap) / implicitWidth)
        transformOrigin: Item.Left
        Accessible.ignored: true
    }

    ThemedText {
        anchors.left: parent.left
        anchors.leftMargin: row.numberWidth
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.invitation
        text: row.text
        color: row.now ? Theme.night.accent : Theme.night.ink
        maximumLineCount: 1
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
