/* The large button of the welcome screen that starts a check-in. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Pressable {
    id: card

    required property string text
    required property string under
    required property string icon
    /* Pale instead of apricot, where apricot says something else. */
    property bool calm: false
    readonly property color still: calm ? Theme.light.bg : Theme.light.accent
    readonly property color pressed: calm ? Theme.light.line : Theme.light.accentPress

    name: `${text}. ${under}`
    implicitHeight: Math.max(Theme.pickScaled(280, 192, 148), words.height + Theme.pickScaled(64, 56, 40))

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: card.down ? card.pressed : card.still

        Behavior on color {
            ColorAnimation {
                duration: Theme.pressMs
            }
        }
    }

    Icon {
        id: drawing

        name: card.icon
        color: Theme.light.onAccent
        width: Theme.pickScaled(120, 112, 84)
        height: width
        x: Theme.pickScaled(48, 48, 28)
        anchors.verticalCenter: parent.verticalCenter
    }

    Column {
        id: words

        anchors.left: drawing.right
        anchors.leftMargin: Theme.pickScaled(36, 36, 24)
        anchors.right: parent.right
        anchors.rightMargin: Theme.pickScaled(40, 40, 20)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.scaled(12)

        ThemedText {
            width: parent.width
            textStyle: Theme.figure
            text: card.text
            color: Theme.light.onAccent
            maximumLineCount: 2
            Accessible.ignored: true
        }

        ThemedText {
            width: parent.width
            textStyle: Theme.caption
            text: card.under
            color: Theme.light.onAccent
            opacity: 0.86
            maximumLineCount: 2
            Accessible.ignored: true
        }
    }
}
