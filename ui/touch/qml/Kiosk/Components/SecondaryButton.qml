pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* What else can be done here. */
ActionButton {
    id: button

    cut: Theme.action
    fill: Theme.tones.surface
    fillDown: Theme.tones.tint
    ink: Theme.tones.ink
    edge: Theme.tones.edge
    edgeWidth: Theme.edgeWidth
    implicitHeight: Theme.secondaryTarget
}
