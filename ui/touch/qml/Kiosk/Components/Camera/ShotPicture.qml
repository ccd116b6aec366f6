/* The shot on a card, uncropped: what is saved is what is shown. The card has the same shape for either view. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Theme

Item {
    id: shot

    required property string source
    required property string caption
    /* The view that can be shown instead: whole, screen, or "" for none. */
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
        color: Theme.colors.tint
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
        color: Theme.colors.bg
    }

    Item {
        id: below

        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(words.height, other.visible ? other.height : 0)

        ThemedText {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            width: other.visible ? other.x - Theme.gap : parent.width
            textStyle: Theme.label
            text: shot.caption
            color: Theme.colors.ink2
        }

        QuietButton {
            id: other

            objectName: "switchView"
            visible: shot.otherView !== ""
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            width: Math.round((parent.width - Theme.gap) / 2)
            textStyle: Theme.quietAction
            implicitHeight: Theme.touchTarget
            text: shot.otherView === "whole" ? qsTr("Show all of it") : qsTr("Show just the screen")
            busy: shot.busy
            onActed: shot.switched()
        }
    }
}
