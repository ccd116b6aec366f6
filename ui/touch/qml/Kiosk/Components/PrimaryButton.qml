pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* The one thing most visitors do next; one a screen, last before the bar. */
ActionButton {
    id: button

    cut: Theme.primaryAction
    fill: Theme.tones.primary
    fillDown: Theme.tones.primaryPress
    ink: Theme.tones.onPrimary
    iconSize: Theme.pickScaled(54, 54, 42)
    implicitHeight: Theme.primaryTarget
}
