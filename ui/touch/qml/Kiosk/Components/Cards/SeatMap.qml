/* The seats at the counter; the visitor's own is highlighted. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Grid {
    id: map
    objectName: "seats"

    required property var seats
    required property int mine
    readonly property int rowsNeeded: Math.ceil(seats.length / 8)
    readonly property real seatSize: columns > 0 ? Math.min(Math.floor(width * 0.76 / columns), Theme.scaled(104)) : 0

    columns: rowsNeeded > 0 ? Math.ceil(seats.length / rowsNeeded) : 0
    /* A full row reaches from edge to edge; a short one stays together. */
    columnSpacing: columns > 4 ? (width - columns * seatSize) / (columns - 1) : Theme.scaled(36)
    rowSpacing: Theme.scaled(20)

    Accessible.role: Accessible.StaticText
    Accessible.name: mine > 0 ? qsTr("Seats at the counter. Yours is seat %1.").arg(mine) : qsTr("Seats at the counter. All are taken.")

    Repeater {
        model: map.seats

        Rectangle {
            id: seat

            required property var modelData
            readonly property bool own: modelData.seat === map.mine

            width: map.seatSize
            height: width
            radius: width * 0.3
            color: own ? Theme.light.accent : modelData.taken ? Theme.seatTaken : Theme.night.tint

            ThemedText {
                anchors.centerIn: parent
                textStyle: Theme.seatNumber
                text: seat.modelData.seat
                color: seat.own ? Theme.light.onAccent : Theme.night.ink
                opacity: seat.own ? 1 : 0.8
                Accessible.ignored: true
            }
        }
    }
}
