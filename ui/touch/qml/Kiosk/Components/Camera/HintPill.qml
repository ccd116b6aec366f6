/* What to do with the laptop, written into the preview. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: pill

    required property string text
    required property bool holding
    required property int count
    required property int countMs
    /* 0 to 1: how much of the time to hold still has passed; 0 while it is moving. */
    required property real hold
    required property real room

    width: Math.min(room, words.x + words.implicitWidth + Theme.scaled(48))
    height: Math.max(Theme.pickScaled(100, 100, 84), words.height + Theme.scaled(36))
    radius: Theme.scaled(50)
    color: Theme.glass

    CountRing {
        id: ring

        property real counted: 0

        visible: pill.holding || pill.hold > 0
        count: pill.count
        share: pill.count > 0 ? counted : pill.holding ? 1 : pill.hold
        width: Theme.scaled(56)
        height: width
        x: Theme.scaled(32)
        anchors.verticalCenter: parent.verticalCenter

        NumberAnimation on counted {
            running: pill.count > 0
            from: 0
            to: 1
            duration: pill.countMs
        }
    }

    Icon {
        id: drawing

        visible: !ring.visible
        name: "camera"
        color: Theme.light.accent
        width: Theme.scaled(48)
        height: width
        x: Theme.scaled(36)
        anchors.verticalCenter: parent.verticalCenter
    }

    ThemedText {
        id: words

        x: Theme.scaled(110)
        width: pill.room - x - Theme.scaled(48)
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.hint
        text: pill.text
        color: Theme.light.onPrimary
        maximumLineCount: 2
    }
}
