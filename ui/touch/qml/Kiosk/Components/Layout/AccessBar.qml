/* The bar at the foot of a screen: what works the same everywhere, and what happens to what the visitor gives. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Theme

Item {
    id: bar

    required property ColorScheme colors
    property string note: ""

    signal startOver

    implicitHeight: Theme.barHeight

    BarButton {
        id: again

        objectName: "startOver"
        name: qsTr("Start over")
        icon: "restart"
        colors: bar.colors
        y: Math.round((parent.height - Theme.barFoot - height) / 2)
        onActed: bar.startOver()
    }

    ThemedText {
        objectName: "footnote"
        anchors.left: again.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.verticalCenter: again.verticalCenter
        textStyle: Theme.label
        text: bar.note
        color: bar.colors.ink2
        horizontalAlignment: Text.AlignRight
        maximumLineCount: 2
    }
}
