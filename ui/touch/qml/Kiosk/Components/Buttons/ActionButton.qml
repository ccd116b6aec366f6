/* A button with a text and perhaps an icon; PrimaryButton, SecondaryButton and QuietButton give it its colours. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Pressable {
    id: button

    required property string text
    required property TextStyle textStyle
    required property color fill
    required property color fillDown
    required property color ink
    property color edge: "transparent"
    property real edgeWidth: 0
    property string icon: ""
    property bool iconAfter: false
    property real iconSize: Theme.pickScaled(46, 46, 36)
    /* A second text at the far end, as on "Done"; the first then starts at the near end. */
    property string aside: ""
    readonly property real inset: aside ? Theme.pickScaled(56, 56, 28) : Theme.pickScaled(32, 32, 16)
    /* Whether the text starts at the near end instead of standing in the middle. */
    property bool nearEnd: false
    readonly property real spare: width - 2 * inset - (icon ? iconSize + row.spacing : 0)
                                  - (aside ? asideWords.width + inset : 0)

    name: aside ? `${text}. ${aside}` : text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: button.down ? button.fillDown : button.fill
        border.width: button.edgeWidth
        border.color: button.edge

        Behavior on color {
            ColorAnimation {
                duration: Theme.pressMs
            }
        }
    }

    Row {
        id: row

        x: button.aside || button.nearEnd ? button.inset : Math.round((button.width - width) / 2)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.pickScaled(22, 22, 14)
        layoutDirection: button.iconAfter ? Qt.RightToLeft : Qt.LeftToRight
        opacity: button.busy ? 0.6 : 1

        Icon {
            visible: button.icon !== ""
            name: button.icon || "check"
            color: button.ink
            width: button.iconSize
            height: button.iconSize
            anchors.verticalCenter: parent.verticalCenter
        }

        ThemedText {
            id: words

            textStyle: button.textStyle
            text: button.text
            color: button.ink
            width: Math.min(Math.ceil(oneLine.advanceWidth) + 2, button.spare)
            maximumLineCount: 2
            horizontalAlignment: Text.AlignHCenter
            anchors.verticalCenter: parent.verticalCenter
            Accessible.ignored: true
        }
    }

    TextMetrics {
        id: oneLine

        font: words.font
        text: words.text
    }

    ThemedText {
        id: asideWords

        visible: button.aside !== ""
        textStyle: Theme.caption
        text: button.aside
        color: button.ink
        anchors.verticalCenter: parent.verticalCenter
        x: button.width - width - button.inset
        Accessible.ignored: true
    }
}
