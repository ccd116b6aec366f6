pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Screens
import Kiosk.Theme
import Kiosk.ViewModels

/* The window of a kiosk without a token: one screen, drawn in the scale of the others. */
Item {
    id: main

    required property PairingViewModel pairing
    readonly property bool broad: width >= height
    readonly property real plainScale: broad ? Math.min(width / 1600, height / 1080) : Math.min(width / 1080, height / 1600)
    readonly property bool small: broad && plainScale < 0.6

    Binding {
        target: Theme
        property: "scale"
        value: main.small ? Math.min(main.width / 1080, main.height / 810) : main.plainScale
    }

    Binding {
        target: Theme
        property: "wide"
        value: main.broad
    }

    Binding {
        target: Theme
        property: "compact"
        value: main.small
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.tones.bg
    }

    PairScreen {
        anchors.fill: parent
        pairing: main.pairing
    }
}
