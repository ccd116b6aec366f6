/* The window of a kiosk without a token: the pairing screen, in the scale of the others. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Buttons
import Kiosk.Components.Layout
import Kiosk.Screens
import Kiosk.Theme
import Kiosk.ViewModels

Item {
    id: main

    required property PairingViewModel pairing
    required property TouchGuardViewModel touchGuard

    WindowScale {
        anchors.fill: parent
    }

    Binding {
        target: TouchGuard
        property: "model"
        value: main.touchGuard
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.colors.bg
    }

    PairScreen {
        anchors.fill: parent
        pairing: main.pairing
    }
}
