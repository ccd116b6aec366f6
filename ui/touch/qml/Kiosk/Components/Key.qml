pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* One key. A key that repeats acts again and again while it is held. */
Pressable {
    id: key

    property string text: ""
    property string icon: ""
    property Cut cut: Theme.key
    property bool repeats: false

    rests: false
    implicitHeight: Theme.pickScaled(108, 96, 88)

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edgeWidth
        anchors.bottomMargin: -Theme.edgeWidth
        radius: Theme.scaled(22)
        color: Theme.tones.keyShade
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.scaled(22)
        color: key.down ? Theme.tones.keyPress : Theme.tones.surface
    }

    Words {
        anchors.centerIn: parent
        cut: key.cut
        text: key.text
        color: Theme.tones.ink
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    Icon {
        visible: key.icon !== ""
        name: key.icon || "del"
        color: Theme.tones.ink
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
