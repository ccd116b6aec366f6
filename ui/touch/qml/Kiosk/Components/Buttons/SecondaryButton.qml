/* A button for another choice. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

ActionButton {
    id: button

    textStyle: Theme.action
    fill: Theme.colors.surface
    fillDown: Theme.colors.tint
    ink: Theme.colors.ink
    edge: Theme.colors.edge
    edgeWidth: Theme.edgeWidth
    implicitHeight: Theme.secondaryTarget
}
