/* In place of the welcome while somebody is called, or has a seat since a moment ago: the kiosk at rest is the board. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Cards
import Kiosk.Components.Scenes
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: screen

    readonly property var news: screen.board.calls.map(call => ({
                "number": call.number,
                "seat": call.seat,
                "who": call.member ? Phrase.fill(qsTr("%1 is coming"), [call.member]) : qsTr("Someone is coming"),
                "where": call.seat > 0 ? qsTr("to seat %1").arg(call.seat) : qsTr("to you")
            })).concat(screen.board.seated.map(one => ({
                "number": one.number,
                "seat": one.seat,
                "who": "",
                "where": qsTr("Take seat %1").arg(one.seat)
            })))
    /* The first of them is the band; one that stands last for all that have no row of their own. */
    readonly property int roomForRows: Theme.wide ? 4 : 6
    readonly property var others: screen.news.slice(1)
    readonly property var rows: others.length <= roomForRows ? others
                              : others.slice(0, roomForRows - 1).concat([{
                    "number": others[roomForRows - 1].number,
                    "who": "",
                    "where": others.slice(roomForRows).map(one => one.number).join(", ")
                }])
    readonly property var waiting: screen.board.nextUp.slice(0, Math.max(0, roomForRows - rows.length))

    /* Where things stand. Tall: picture, band, list, title, card. Wide: the band above two columns, the list in the second. */
    readonly property real gap: Theme.pickScaled(40, 40, 20)
    readonly property real room: width - 2 * Theme.margin
    readonly property real columnWidth: Theme.wide ? Math.round((room - Theme.columnGap) / 2) : room
    readonly property real listX: Theme.wide ? width - Theme.margin - columnWidth : Theme.margin
    /* With nothing to list, title, picture and card have the whole width. */
    readonly property real footWidth: rows.length + waiting.length === 0 ? room : columnWidth
    readonly property real titleWidth: Theme.wide && hours.isOpen ? Math.round(footWidth * 0.52) : footWidth
    readonly property real footTop: Theme.wide ? start.y : title.y
    /* What a tall window leaves above the band; too little for a picture of use is left below the list. */
    readonly property real above: Math.min(footTop - Theme.scaled(64) - band.height - gap - list.height, Theme.scaled(620))
    readonly property bool pictured: Theme.wide ? hours.isOpen : above >= Theme.scaled(280)
    readonly property real spare: Math.max(0, footTop - Theme.scaled(64) - band.height - gap - list.height - above)
    readonly property real lowered: pictured ? Math.round(spare / 3) : 0
    readonly property real bandY: Theme.wide ? Theme.scaled(4) : pictured ? above + lowered : Theme.scaled(16)
    readonly property real pictureY: Theme.wide ? bandY + band.height + gap : lowered
    readonly property real pictureHeight: Theme.wide ? footTop - pictureY - Theme.pickScaled(0, 36, 20) : above - Theme.scaled(40)

    colors: Theme.night
    canStartOver: false

    CounterScene {
        visible: screen.pictured
        x: Theme.wide ? Theme.margin + screen.titleWidth + Theme.gap : Theme.margin
        y: screen.pictureY
        width: Theme.wide ? screen.footWidth - screen.titleWidth - Theme.gap : screen.room
        height: screen.pictureHeight
        colors: screen.colors
    }

    CallBand {
        id: band

        objectName: "band"
        x: Theme.margin
        y: screen.bandY
        width: screen.room
        number: screen.news[0]?.number ?? ""
        who: screen.news[0]?.who ?? ""
        where: screen.news[0]?.where ?? ""
        seat: screen.news[0]?.seat ?? 0
    }

    Column {
        id: list

        x: screen.listX
        y: band.y + band.height + screen.gap
        width: screen.columnWidth

        Repeater {
            model: screen.rows

            BoardRow {
                required property var modelData

                width: list.width
                number: modelData.number
                text: `${modelData.who} ${modelData.where}`.trim()
                now: true
            }
        }

        ThemedText {
            visible: screen.waiting.length > 0
            width: list.width
            height: Theme.pickScaled(64, 64, 44)
            topPadding: screen.rows.length > 0 ? Theme.scaled(16) : 0
            textStyle: Theme.caption
            text: qsTr("Next")
            color: screen.colors.ink2
        }

        Repeater {
            model: screen.waiting

            BoardRow {
                required property var modelData

                width: list.width
                number: modelData.number
                text: modelData.seat > 0 ? qsTr("Seat %1").arg(modelData.seat) : qsTr("No seat yet")
            }
        }
    }

    ThemedText {
        id: title

        x: Theme.margin
        y: (screen.hours.isOpen ? start.y - Theme.pickScaled(44, 36, 20) : screen.height - Theme.pickScaled(96, 72, 36)) - height
        width: screen.titleWidth
        textStyle: Theme.boardTitle
        text: !screen.hours.isOpen ? qsTr("We’re closed\nright now.") : Theme.wide ? qsTr("Stuck?\nShow us.") : qsTr("Stuck? Show us.")
        color: screen.colors.ink
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Theme.scaled(64)
        maximumLineCount: 2
    }

    StartCard {
        id: start

        objectName: "start"
        visible: screen.hours.isOpen
        x: Theme.margin
        y: screen.height - height - Theme.pickScaled(72, 40, 24)
        width: screen.footWidth
        text: qsTr("Touch here to start")
        under: qsTr("It takes about half a minute")
        icon: "hand"
        calm: true
        onActed: screen.checkIn.start()
    }
}
