/* The bar at the top: site, progress and time. Nothing in it can be touched. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: bar

    required property string siteName
    required property string time
    required property int progress
    required property ColorScheme colors

    implicitHeight: Theme.topHeight

    Icon {
        id: mark

        name: "mark"
        visible: bar.siteName !== ""
        color: bar.colors.ink
        width: Theme.scaled(52)
        height: width
        anchors.verticalCenter: parent.verticalCenter
    }

    ThemedText {
        anchors.left: mark.right
        anchors.leftMargin: Theme.scaled(18)
        anchors.right: dots.visible ? dots.left : clock.left
        anchors.rightMargin: Theme.scaled(32)
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.brand
        text: bar.siteName
        color: bar.colors.ink
        maximumLineCount: 1
    }

    StepDots {
        id: dots

        visible: bar.progress > 0
        progress: bar.progress
        colors: bar.colors
        anchors.right: clock.left
        anchors.rightMargin: Theme.scaled(20)
        anchors.verticalCenter: parent.verticalCenter
    }

    ThemedText {
        id: clock

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        textStyle: Theme.clock
        text: bar.time
        color: bar.colors.ink2
    }
}
