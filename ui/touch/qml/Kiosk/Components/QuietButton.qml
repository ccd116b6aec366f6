pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* A way back or aside, for the few who look for it. */
ActionButton {
    id: button

    cut: Theme.action
    fill: Theme.tones.tint
    fillDown: Theme.tones.line
    ink: Theme.tones.ink
    implicitHeight: Theme.secondaryTarget
}
