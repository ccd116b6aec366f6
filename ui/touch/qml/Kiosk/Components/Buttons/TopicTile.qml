/* A topic to choose: an icon beside the text, or above it when the tile is tall enough. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Pressable {
    id: tile

    required property string text
    required property string icon
    readonly property bool upright: height >= Theme.scaled(250)
    readonly property bool narrow: !upright && width < Theme.scaled(380)
    readonly property real inset: narrow ? Theme.pickScaled(20, 20, 14) : Theme.scaled(36)

    name: text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusCard
        color: tile.down ? Theme.colors.tint : Theme.colors.surface
        border.width: Theme.edgeWidth
        border.color: Theme.colors.edge
    }

    Icon {
        id: drawing

        name: tile.icon
        color: Theme.colors.primary
        width: tile.narrow ? Theme.pickScaled(44, 44, 32) : Theme.pickScaled(72, 64, 64)
        height: width
        x: tile.inset
        y: tile.upright ? tile.inset : Math.round((tile.height - height) / 2)
    }

    ThemedText {
        readonly property real from: tile.upright ? tile.inset : drawing.x + drawing.width + tile.inset * 0.75

        x: from
        y: tile.upright ? tile.height - tile.inset - height : Math.round((tile.height - height) / 2)
        width: tile.width - from - tile.inset
        textStyle: tile.narrow ? Theme.quietAction : Theme.action
        text: tile.text
        color: Theme.colors.ink
        maximumLineCount: 3
        Accessible.ignored: true
    }
}
