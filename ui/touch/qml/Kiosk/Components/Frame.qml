pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Top, body, bar (ux.md 5). Without a bar the body has its room. The top stays while bodies change. */
Item {
    id: frame

    required property string siteName
    required property string time
    required property int progress
    required property Tones tones
    property bool hasBar: false
    property bool barRuled: true
    default property alias body: bodyItem.data

    signal startOver

    TopBar {
        id: top

        x: Theme.margin
        width: frame.width - 2 * Theme.margin
        siteName: frame.siteName
        time: frame.time
        progress: frame.progress
        tones: frame.tones
    }

    Item {
        id: bodyItem

        anchors.top: top.bottom
        anchors.bottom: frame.hasBar ? bar.top : parent.bottom
        width: frame.width
    }

    AccessBar {
        id: bar

        visible: frame.hasBar
        anchors.bottom: parent.bottom
        x: Theme.margin
        width: frame.width - 2 * Theme.margin
        tones: frame.tones
        ruled: frame.barRuled
        onStartOver: frame.startOver()
    }
}
