pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Plain words in one of the theme's cuts. Qt puts the extra or missing room of a line below it, and gives the
   last line its natural height; the paddings halve that room, as print does. */
Text {
    id: words

    required property Cut cut
    readonly property real leading: lineHeight - Theme.naturalLine * Theme.scaled(cut.px)

    textFormat: Text.PlainText
    font.family: cut.family
    font.pixelSize: Theme.scaled(cut.px)
    font.weight: cut.weight
    font.letterSpacing: cut.track * Theme.scaled(cut.px)
    font.features: cut.tabular ? ({ "tnum": 1, "cv05": 1 }) : ({ "cv05": 1 })
    font.hintingPreference: Font.PreferNoHinting
    renderTypeQuality: cut.px >= 80 ? Text.VeryHighRenderTypeQuality : Text.DefaultRenderTypeQuality
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(cut.line * Theme.scaled(cut.px))
    topPadding: leading / 2
    bottomPadding: -Math.abs(leading) / 2
    wrapMode: Text.Wrap
    elide: Text.ElideRight
    horizontalAlignment: Text.AlignLeft

    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
