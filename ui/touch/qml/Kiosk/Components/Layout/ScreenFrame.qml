/* Top bar, body and foot bar of a screen. Without a foot bar the body takes its room. The top bar stays while
   bodies change. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: frame

    required property string siteName
    required property string time
    required property int progress
    required property ColorScheme colors
    property bool hasBar: false
    property string footnote: ""
    default property alias body: bodyItem.data

    signal startOver

    TopBar {
        id: topBar

        x: Theme.margin
        width: frame.width - 2 * Theme.margin
        siteName: frame.siteName
        time: frame.time
        progress: frame.progress
        colors: frame.colors
    }

    Item {
        id: bodyItem

        anchors.top: topBar.bottom
        anchors.bottom: frame.hasBar ? bar.top : parent.bottom
        width: frame.width
    }

    AccessBar {
        id: bar

        visible: frame.hasBar
        anchors.bottom: parent.bottom
        x: Theme.margin
        width: frame.width - 2 * Theme.margin
        colors: frame.colors
        note: frame.footnote
        onStartOver: frame.startOver()
    }
}
