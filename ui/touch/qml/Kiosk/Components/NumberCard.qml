pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* What the visitor walks away with: number above the perforation, where to go below it. */
Rectangle {
    id: card

    required property string number
    required property string ahead
    /* Said below the people ahead, when there is nobody. */
    required property string next
    required property string seat
    required property string helpers
    required property var seats
    required property int mySeat
    required property color around
    /* 1 while the number is still settling into place, then 0. */
    property real unsettled: 0
    readonly property real inset: Theme.scaled(64)

    implicitHeight: below.y + below.height + Theme.scaled(56)
    radius: Theme.radiusPicture
    color: Theme.light.ink

    Words {
        id: label

        x: card.inset
        y: Theme.scaled(60)
        cut: Theme.caption
        text: qsTr("Your number")
        color: Theme.night.ink2
    }

    Words {
        id: numberWords

        objectName: "number"
        x: card.inset - Theme.scaled(10)
        width: card.width - 2 * card.inset - facts.width
        anchors.top: label.bottom
        anchors.topMargin: Theme.scaled(32)
        cut: Theme.number
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

        anchors.right: parent.right
        anchors.rightMargin: card.inset
        anchors.bottom: numberWords.bottom
        anchors.bottomMargin: Theme.scaled(4)
        spacing: Theme.scaled(12)

        Words {
            cut: Theme.clock
            text: qsTr("Ahead of you")
            color: Theme.night.ink2
        }

        Words {
            cut: Theme.figure
            text: card.ahead
            color: Theme.light.onPrimary
            wrapMode: Text.NoWrap
        }

        Words {
            visible: text !== ""
            cut: Theme.caption
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
        anchors.topMargin: Theme.scaled(56)
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
            color: card.around
            x: index === 0 ? -radius : card.width - radius
            anchors.verticalCenter: perforation.verticalCenter
        }
    }

    Column {
        id: below

        x: card.inset
        width: card.width - 2 * card.inset
        anchors.top: perforation.bottom
        anchors.topMargin: Theme.scaled(52)
        spacing: Theme.scaled(14)

        Words {
            width: parent.width
            cut: Theme.seat
            text: card.seat
            color: Theme.light.onPrimary
        }

        Words {
            width: parent.width
            cut: Theme.note
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
