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
    implicitHeight: Theme.scaled(108)

    Rectangle {
        anchors.fill: parent
        anchors.topMargin: Theme.edgeWidth
        anchors.bottomMargin: -Theme.edgeWidth
        radius: Theme.scaled(22)
        color: Theme.keyShade
    }

    Rectangle {
        anchors.fill: parent
        radius: Theme.scaled(22)
        color: key.down ? Theme.keyPress : Theme.light.surface
    }

    Words {
        anchors.centerIn: parent
        cut: key.cut
        text: key.text
        color: Theme.light.ink
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    Icon {
        visible: key.icon !== ""
        name: key.icon || "del"
        color: Theme.light.ink
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
