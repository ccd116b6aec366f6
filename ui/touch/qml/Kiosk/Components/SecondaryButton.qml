pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* What else can be done here. */
ActionButton {
    id: button

    cut: Theme.action
    fill: Theme.light.surface
    fillDown: Theme.light.tint
    ink: Theme.light.ink
    edge: Theme.light.edge
    edgeWidth: Theme.edgeWidth
    implicitHeight: Theme.secondaryTarget
}
