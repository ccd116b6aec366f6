/* The on-screen keyboard, for names. Which letters there are comes from its view model, where they lie from here. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.ViewModels

Rectangle {
    id: board

    required property KeyboardViewModel keys
    /* How far the background reaches beyond the keys on either side. */
    property real bleed: 0
    readonly property real spacing: Theme.pickScaled(12, 12, 8)
    readonly property real side: Math.max(Theme.scaled(32), (width - Theme.scaled(1520)) / 2)
    readonly property real keyWidth: Math.floor((width - 2 * side - 9 * spacing) / 10)

    signal typed(string text)
    signal erased

    implicitHeight: rows.y + rows.height + Theme.pickScaled(32, 24, 12)
    color: Theme.colors.tint

    Rectangle {
        z: -1
        x: -board.bleed
        width: parent.width + 2 * board.bleed
        height: parent.height
        color: board.color
    }

    Column {
        id: rows

        y: Theme.pickScaled(28, 24, 12)
        anchors.horizontalCenter: parent.horizontalCenter
        width: 10 * board.keyWidth + 9 * board.spacing
        spacing: board.spacing

        Repeater {
            model: board.keys.rows

            Row {
                id: row

                required property int index
                required property var modelData
                readonly property bool last: index === 2

                spacing: board.spacing
                anchors.horizontalCenter: last ? undefined : parent?.horizontalCenter

                Repeater {
                    model: row.modelData.small

                    Key {
                        required property int index
                        required property string modelData

                        objectName: `key-${modelData}`
                        text: board.keys.upper ? row.modelData.capital[index] : modelData
                        name: text
                        width: board.keyWidth
                        onActed: board.typed(text)
                    }
                }

                Key {
                    visible: row.last
                    objectName: row.last ? "key-erase" : ""
                    name: qsTr("Erase")
                    icon: "del"
                    repeats: true
                    width: rows.width - row.modelData.small.length * (board.keyWidth + board.spacing)
                    onActed: board.erased()
                }
            }
        }

        Row {
            id: bottomRow

            readonly property real sign: Theme.pickScaled(124, 190, 124)
            readonly property real page: Theme.pickScaled(208, 316, 208)

            spacing: board.spacing

            Key {
                objectName: "key-page"
                name: qsTr("More letters: %1").arg(board.keys.nextPage)
                text: board.keys.nextPage
                textStyle: Theme.keyWord
                width: bottomRow.page
                onActed: board.keys.turnPage()
            }

            Key {
                objectName: "key-space"
                name: qsTr("Space")
                text: name
                textStyle: Theme.keyWord
                width: rows.width - bottomRow.page - 2 * bottomRow.sign - 3 * board.spacing
                onActed: board.typed(" ")
            }

            Key {
                objectName: "key-hyphen"
                name: qsTr("Hyphen")
                text: "-"
                width: bottomRow.sign
                onActed: board.typed("-")
            }

            Key {
                objectName: "key-apostrophe"
                name: qsTr("Apostrophe")
                text: "’"
                width: bottomRow.sign
                onActed: board.typed("’")
            }
        }
    }
}
