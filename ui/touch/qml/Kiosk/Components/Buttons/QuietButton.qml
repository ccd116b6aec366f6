/* A button for a way back or aside, for the few who look for it. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

ActionButton {
    id: button

    textStyle: Theme.action
    fill: Theme.colors.tint
    fillDown: Theme.colors.line
    ink: Theme.colors.ink
    implicitHeight: Theme.secondaryTarget
}
