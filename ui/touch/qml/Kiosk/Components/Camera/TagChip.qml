/* The printed code that was seen, written into the preview. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Rectangle {
    id: chip

    required property string text
    /* Whether it is a device of the site. */
    required property bool known
    required property real room

    visible: text !== ""
    width: Math.min(room, words.x + words.implicitWidth + Theme.scaled(36))
    height: Theme.pickScaled(80, 80, 68)
    radius: height / 2
    color: Theme.glass

    Icon {
        id: drawing

        name: chip.known ? "check" : "laptop"
        color: Theme.light.accent
        width: Theme.scaled(40)
        height: width
        x: Theme.scaled(28)
        anchors.verticalCenter: parent.verticalCenter
    }

    ThemedText {
        id: words

        objectName: "tag"
        anchors.left: drawing.right
        anchors.leftMargin: Theme.scaled(16)
        anchors.verticalCenter: parent.verticalCenter
        width: chip.room - x - Theme.scaled(36)
        textStyle: Theme.pill
        text: chip.text
        color: Theme.light.onPrimary
        wrapMode: Text.NoWrap
        maximumLineCount: 1
        Accessible.name: qsTr("We see a tag: %1").arg(text)
    }
}
