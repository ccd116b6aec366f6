/* Plain text in one of the theme's text styles. Qt puts the extra or missing leading of a line below it, and gives
   the last line its natural height; the paddings halve that leading, as print does. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Text {
    id: words

    required property TextStyle textStyle
    /* Whether the lines of a short text are made about equally long; a greeting breaks better after its comma. */
    property bool balanced: true
    /* What is left free of the width for that. */
    property real spare: 0
    property bool balancing: false
    readonly property real leading: lineHeight - Theme.naturalLine * Theme.scaled(textStyle.px)

    textFormat: Text.PlainText
    font.family: textStyle.family
    font.pixelSize: Theme.scaled(textStyle.px)
    font.weight: textStyle.weight
    font.letterSpacing: textStyle.track * Theme.scaled(textStyle.px)
    font.features: textStyle.tabular ? ({ "tnum": 1, "cv05": 1 }) : ({ "cv05": 1 })
    font.hintingPreference: Font.PreferNoHinting
    renderTypeQuality: textStyle.px >= 80 ? Text.VeryHighRenderTypeQuality : Text.DefaultRenderTypeQuality
    lineHeightMode: Text.FixedHeight
    lineHeight: Math.round(textStyle.line * Theme.scaled(textStyle.px))
    leftPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : 0
    rightPadding: horizontalAlignment === Text.AlignHCenter ? spare / 2 : spare
    topPadding: leading / 2
    bottomPadding: -Math.abs(leading) / 2
    wrapMode: Text.Wrap
    elide: Text.ElideRight
    horizontalAlignment: Text.AlignLeft

    function balance() {
        // Setting the room to spare may make a layout try other widths meanwhile.
        if (balancing) {
            Qt.callLater(balance);
            return;
        }
        balancing = true;
        spare = balanced && fontSizeMode === Text.FixedSize ? LineBalance.spare(words, width) : 0;
        balancing = false;
    }

    onTextChanged: balance()
    onWidthChanged: balance()
    onFontChanged: balance()
    Component.onCompleted: balance()

    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
