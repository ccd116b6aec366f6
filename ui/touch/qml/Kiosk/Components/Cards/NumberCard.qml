/* The visitor's number on a card with a perforation: where to go stands below it. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: card

    required property string number
    required property string ahead
    /* Shown below the people ahead when there is nobody. */
    required property string next
    required property string seat
    required property string helpers
    required property var seats
    required property int mySeat
    required property color backdrop
    /* 1 while the number is still settling into place, then 0. */
    property real unsettled: 0
    readonly property real foot: Theme.pickScaled(56, 56, 32)
    readonly property real leastAir: Theme.pickScaled(54, 44, 24)
    readonly property real aboveLabel: Theme.pickScaled(60, 56, 28)
    readonly property real underLabel: Theme.pickScaled(32, 28, 16)
    readonly property real needed: aboveLabel + label.height + underLabel + numberWords.height + perforation.height + below.height
                                   + 2 * leastAir + foot
    /* What a card that is taller than needed has to spare: it goes above the number, around the perforation, below. */
    readonly property real extra: Math.max(0, height - needed) / 4
    /* The room above and below the perforation. */
    readonly property real air: leastAir + extra
    readonly property real inset: Theme.pickScaled(64, 64, 36)

    implicitHeight: needed
    radius: Theme.radiusPicture
    color: Theme.colors.card

    ThemedText {
        id: label

        x: card.inset
        y: card.aboveLabel + card.extra
        textStyle: Theme.caption
        text: qsTr("Your number")
        color: Theme.night.ink2
    }

    ThemedText {
        id: numberWords

        objectName: "number"
        x: card.inset - Theme.scaled(10)
        width: card.width - 2 * card.inset - facts.width - Theme.gap
        anchors.top: label.bottom
        anchors.topMargin: card.underLabel
        textStyle: Theme.number
        text: card.number
        color: Theme.light.accent
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.scaled(96)
        maximumLineCount: 1
        wrapMode: Text.NoWrap
        scale: 1 + 0.06 * card.unsettled
        transformOrigin: Item.BottomLeft
    }

    Column {
        id: facts

        readonly property real lastBaseline: next.visible ? next.y + next.baselineOffset : ahead.y + ahead.baselineOffset

        /* How many are ahead is not known while the server is away. */
        visible: card.ahead !== ""
        anchors.right: parent.right
        anchors.rightMargin: card.inset
        y: Math.max(label.y + label.height, numberWords.y + numberWords.baselineOffset - lastBaseline)
        spacing: Theme.scaled(12)

        ThemedText {
            textStyle: Theme.clock
            text: qsTr("Ahead of you")
            color: Theme.night.ink2
        }

        ThemedText {
            id: ahead

            textStyle: Theme.figure
            text: card.ahead
            color: Theme.light.onPrimary
            wrapMode: Text.NoWrap
        }

        ThemedText {
            id: next

            visible: text !== ""
            textStyle: Theme.caption
            text: card.next
            color: Theme.light.accent
        }
    }

    Image {
        id: perforation

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: card.inset
        anchors.rightMargin: card.inset
        anchors.top: numberWords.bottom
        anchors.topMargin: card.air
        height: Theme.scaled(5)
        source: width > 0 ? `image://icon/perforation/${String(Theme.perforation).slice(-6)}` : ""
        sourceSize: Qt.size(2 * height, height)
        fillMode: Image.TileHorizontally
        horizontalAlignment: Image.AlignLeft
        Accessible.ignored: true
    }

    Repeater {
        model: 2

        Rectangle {
            required property int index

            width: Theme.scaled(64)
            height: width
            radius: width / 2
            color: card.backdrop
            x: index === 0 ? -radius : card.width - radius
            anchors.verticalCenter: perforation.verticalCenter
        }
    }

    Column {
        id: below

        x: card.inset
        width: card.width - 2 * card.inset
        anchors.top: perforation.bottom
        anchors.topMargin: card.air
        spacing: Theme.pickScaled(14, 14, 8)

        ThemedText {
            width: parent.width
            textStyle: Theme.seat
            text: card.seat
            color: Theme.light.onPrimary
        }

        ThemedText {
            width: parent.width
            textStyle: Theme.note
            text: card.helpers
            color: Theme.night.ink2
            maximumLineCount: 2
        }

        Item {
            visible: map.visible
            width: 1
            height: Theme.scaled(12)
        }

        SeatMap {
            id: map

            visible: card.seats.length > 1 && rowsNeeded <= 2
            width: parent.width
            seats: card.seats
            mine: card.mySeat
        }
    }
}
