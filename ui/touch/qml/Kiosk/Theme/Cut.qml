pragma ComponentBehavior: Bound

import QtQuick

/* One style of type (ux.md 4.2): px at 1080 x 1920, line height and tracking as shares of it. */
QtObject {
    required property int px
    required property real line
    required property int weight
    required property real track
    property string family: "Inter"
    property bool tabular: false
}
