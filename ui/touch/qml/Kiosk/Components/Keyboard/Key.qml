/* A key. One that repeats acts again and again while it is held. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Theme

Pressable {
    id: key

    property string text: ""
    property string icon: ""
    property TextStyle textStyle: Theme.key
    property bool repeats: false

    quick: true
    implicitHeight: Theme.pickScaled(108, 96, 88)

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edgeWidth
        anchors.bottomMargin: -Theme.edgeWidth
        radius: Theme.scaled(22)
        color: Theme.colors.keyShade
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.scaled(22)
        color: key.down ? Theme.colors.keyPress : Theme.colors.surface
    }

    ThemedText {
        anchors.centerIn: parent
        textStyle: key.textStyle
        text: key.text
        color: Theme.colors.ink
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    Icon {
        visible: key.icon !== ""
        name: key.icon || "del"
        color: Theme.colors.ink
        width: Theme.scaled(50)
        height: width
        anchors.centerIn: parent
    }

    Timer {
        interval: 500
        running: key.repeats && key.down
        onTriggered: again.start()
    }

    Timer {
        id: again

        interval: 90
        repeat: true
        triggeredOnStart: true
        onTriggered: key.down ? key.acted() : stop()
    }
}
