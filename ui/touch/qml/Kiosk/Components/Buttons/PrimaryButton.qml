/* The button for what most visitors do next: one on each screen, the last before the bar. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

ActionButton {
    id: button

    textStyle: Theme.primaryAction
    fill: Theme.colors.primary
    fillDown: Theme.colors.primaryPress
    ink: Theme.colors.onPrimary
    iconSize: Theme.pickScaled(54, 54, 42)
    implicitHeight: Theme.primaryTarget
}
