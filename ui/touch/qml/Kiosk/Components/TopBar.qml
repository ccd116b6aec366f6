pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Whose kiosk this is, how far the visitor has come, what time it is. Nothing here is for touching. */
Item {
    id: bar

    required property string siteName
    required property string time
    required property int progress
    required property Tones tones

    implicitHeight: Theme.topHeight

    Icon {
        id: mark

        name: "mark"
        visible: bar.siteName !== ""
        color: bar.tones.ink
        width: Theme.scaled(52)
        height: width
        anchors.verticalCenter: parent.verticalCenter
    }

    Words {
        anchors.left: mark.right
        anchors.leftMargin: Theme.scaled(18)
        anchors.right: dots.visible ? dots.left : clock.left
        anchors.rightMargin: Theme.scaled(32)
        anchors.verticalCenter: parent.verticalCenter
        cut: Theme.brand
        text: bar.siteName
        color: bar.tones.ink
        maximumLineCount: 1
    }

    StepDots {
        id: dots

        visible: bar.progress > 0
        progress: bar.progress
        tones: bar.tones
        anchors.right: clock.left
        anchors.rightMargin: Theme.scaled(20)
        anchors.verticalCenter: parent.verticalCenter
    }

    Words {
        id: clock

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        cut: Theme.clock
        text: bar.time
        color: bar.tones.ink2
    }
}
