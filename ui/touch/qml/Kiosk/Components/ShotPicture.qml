pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* The shot on a card, whole: what is kept is what is shown. The card keeps its shape, whichever view lies on it. */
Item {
    id: shot

    required property string source
    required property string caption
    /* What can be shown in its place: whole, screen, or nothing. */
    required property string otherView
    /* The corners of the lines read on it. */
    required property list<var> lines
    property bool busy: false

    signal switched

    Rectangle {
        id: card

        objectName: "shotCard"

        visible: shot.source !== ""
        width: parent.width
        height: Math.max(0, parent.height - below.height - Theme.pickScaled(20, 20, 12))
        radius: Theme.radiusPicture
        color: Theme.tones.tint
    }

    Image {
        id: image

        anchors.fill: card
        source: shot.source
        cache: false
        asynchronous: false
        fillMode: Image.PreserveAspectFit
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Your picture")
    }

    ReadFrames {
        anchors.centerIn: card
        width: image.paintedWidth
        height: image.paintedHeight
        lines: shot.lines
    }

    RoundCorners {
        anchors.fill: card
        visible: card.visible
        color: Theme.tones.bg
    }

    Item {
        id: below

        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(words.height, other.visible ? other.height : 0)

        Words {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: other.visible ? other.x - Theme.gap : parent.width
            cut: Theme.label
            text: shot.caption
            color: Theme.tones.ink2
        }

        QuietButton {
            id: other

            objectName: "switchView"
            visible: shot.otherView !== ""
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round((parent.width - Theme.gap) / 2)
            cut: Theme.quietAction
            implicitHeight: Theme.touchTarget
            text: shot.otherView === "whole" ? qsTr("Show all of it") : qsTr("Show just the screen")
            busy: shot.busy
            onActed: shot.switched()
        }
    }
}
