/* The bar at the foot of a screen: what works the same everywhere. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Buttons
import Kiosk.Theme

Item {
    id: bar

    required property ColorScheme colors
    property bool ruled: true

    signal startOver

    implicitHeight: Theme.barHeight

    Rectangle {
        visible: bar.ruled
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: -Theme.scaled(12)
        height: Theme.ruleWidth
        color: bar.colors.line
    }

    BarButton {
        id: again

        objectName: "startOver"
        name: qsTr("Start over")
        icon: "restart"
        colors: bar.colors
        x: -Theme.scaled(12)
        anchors.verticalCenter: parent.verticalCenter
        onActed: bar.startOver()
    }
}
