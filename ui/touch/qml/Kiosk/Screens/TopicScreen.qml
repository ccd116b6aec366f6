/* The topics: what it is about, in one touch. Also shown when the camera has no picture. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: topic

    readonly property string lead: {
        switch (topic.checkIn.withoutCamera) {
        case "no_camera":
            return qsTr("Our camera’s resting. Pick one.");
        case "camera_lost":
            return qsTr("We lost the picture. Let’s carry on without it.");
        default:
            return topic.checkIn.pictureDeclined ? qsTr("It’s deleted. One tap and you’re in line.")
                                                 : qsTr("One tap and you’re in line.");
        }
    }

    /* Whether the window is tall enough for a large title above the tiles. */
    readonly property bool roomy: !Theme.wide && height >= Theme.scaled(1600)

    footnote: unkept

    ScreenLayout {
        anchors.fill: parent
        share: 1 - Theme.choicesShare
        viewGap: Theme.pickScaled(76, 0, 0)

        head: [
            ThemedText {
                Layout.fillWidth: true
                textStyle: topic.roomy ? Theme.hero : Theme.headline
                text: qsTr("What’s it about?")
                color: topic.colors.ink
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(28, 28, 16)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: topic.lead
                color: topic.colors.ink2
            }
        ]

        view: Item {
            anchors.fill: parent

            GridLayout {
                id: tiles

                readonly property int rowsNeeded: Math.ceil(topic.site.topics.length / columns) + 1

                width: parent.width
                height: Math.min(parent.height, rowsNeeded * Theme.scaled(280))
                y: Theme.wide ? 0 : parent.height - height
                columns: 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap

                Repeater {
                    model: topic.site.topics

                    TopicTile {
                        required property var modelData

                        objectName: `topic-${modelData.id}`
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredWidth: 1
                        Layout.minimumHeight: Theme.touchTarget
                        text: modelData.name
                        icon: modelData.icon
                        busy: topic.checkIn.busy
                        onActed: topic.checkIn.choose(modelData.id)
                    }
                }

                SecondaryButton {
                    objectName: "topic-else"
                    Layout.fillWidth: true
                    Layout.columnSpan: 2
                    text: qsTr("Something else")
                    icon: "chat"
                    busy: topic.checkIn.busy
                    onActed: topic.checkIn.choose("")
                }
            }
        }

        foot: Item {
            Layout.fillWidth: true
            implicitHeight: Theme.wide ? instead.height : Theme.choicesHeight

            NoteCard {
                visible: !Theme.wide && !instead.visible
                width: parent.width
                anchors.verticalCenter: parent.verticalCenter
                icon: "person"
                title: qsTr("Show it to us there.")
                text: qsTr("Whoever comes looks at it with you.")
            }

            QuietButton {
                id: instead

                objectName: "showInstead"
                visible: !topic.checkIn.withoutCamera
                width: parent.width
                y: Math.round((parent.height - height) / 2)
                text: qsTr("Show us instead")
                icon: "camera"
                busy: topic.checkIn.busy
                onActed: topic.checkIn.showInstead()
            }
        }
    }
}
