pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* The one thing most visitors do next; one a screen, last before the bar. */
ActionButton {
    id: button

    cut: Theme.primaryAction
    fill: Theme.light.primary
    fillDown: Theme.light.primaryPress
    ink: Theme.light.onPrimary
    iconSize: Theme.scaled(54)
    implicitHeight: Theme.primaryTarget
}
