/* Sets the Theme's shape and scale from the size of the window, which it must fill. A wide window is drawn for
   1920 x 1080 and at its narrowest for 1600 x 1080, a tall one for 1080 in width and at least 1600 in height, a
   compact one for 1080 x 810. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: shape

    readonly property bool wide: width >= height
    readonly property real fullScale: wide ? Math.min(width / 1600, height / 1080) : Math.min(width / 1080, height / 1600)
    readonly property bool compact: wide && fullScale < 0.6

    Binding {
        target: Theme
        property: "scale"
        value: shape.compact ? Math.min(shape.width / 1080, shape.height / 810) : shape.fullScale
    }

    Binding {
        target: Theme
        property: "wide"
        value: shape.wide
    }

    Binding {
        target: Theme
        property: "compact"
        value: shape.compact
    }
}
