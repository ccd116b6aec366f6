pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* What works the same on every screen. */
Item {
    id: bar

    required property Tones tones
    property bool ruled: true

    signal startOver

    implicitHeight: Theme.barHeight

    Rectangle {
        visible: bar.ruled
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: -Theme.scaled(12)
        height: Theme.ruleWidth
        color: bar.tones.line
    }

    BarButton {
        id: again

        objectName: "startOver"
        name: qsTr("Start over")
        icon: "restart"
        tones: bar.tones
        x: -Theme.scaled(12)
        anchors.verticalCenter: parent.verticalCenter
        onActed: bar.startOver()
    }
}
