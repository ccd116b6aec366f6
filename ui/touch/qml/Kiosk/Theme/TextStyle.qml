/* One text style: px is its size at 1080 x 1920, line height and tracking are shares of that. */
pragma ComponentBehavior: Bound

import QtQuick

QtObject {
    required property int px
    required property real line
    required property int weight
    required property real track
    property string family: "Inter"
    property bool tabular: false
}
