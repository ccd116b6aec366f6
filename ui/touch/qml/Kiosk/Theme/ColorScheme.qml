/* One set of colours, named by what they are for. */
pragma ComponentBehavior: Bound

import QtQuick

QtObject {
    required property color bg
    required property color surface
    required property color tint
    required property color ink
    required property color ink2
    required property color line
    required property color edge
    required property color primary
    required property color onPrimary
    required property color primaryPress
    required property color accent
    required property color onAccent
    required property color accentPress
    required property color halo
    required property color furniture
    required property color card
    required property color cover
    required property color keyShade
    required property color keyPress
}
