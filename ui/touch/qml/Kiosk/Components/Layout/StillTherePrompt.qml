/* The question "Still there?", with its countdown. It is opaque, because what it covers is private. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Scenes
import Kiosk.Theme
import Kiosk.ViewModels

Rectangle {
    id: cover

    required property PresenceViewModel presence
    readonly property real inset: Theme.pickScaled(64, 64, 36)

    objectName: "stillThere"
    color: Theme.colors.cover

    Component.onCompleted: TouchDebounce.begin()

    CounterScene {
        readonly property real room: Theme.wide ? 0 : sheet.y

        visible: room > 0
        y: Theme.margin
        width: Math.min(parent.width - 2 * Theme.margin, Theme.scaled(936))
        height: Math.max(0, room - 2 * Theme.margin)
        anchors.horizontalCenter: parent.horizontalCenter
        middle: true
        lean: 1
        colors: Theme.night
    }

    Rectangle {
        id: sheet

        width: Theme.wide ? Theme.pickScaled(0, 1160, 880) : Math.min(parent.width, Theme.scaled(1080)) - Theme.scaled(96)
        height: content.height + 2 * cover.inset
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.wide ? Math.round((parent.height - height) / 2) : parent.height - height - Theme.scaled(168)
        radius: Theme.scaled(56)
        color: Theme.colors.surface

        Accessible.role: Accessible.AlertMessage
        Accessible.name: question.text

        Column {
            id: content

            x: cover.inset
            y: cover.inset
            width: parent.width - 2 * cover.inset
            spacing: Theme.pickScaled(36, 36, 24)

            Item {
                width: parent.width
                height: Math.max(ring.height, words.height)

                CountRing {
                    id: ring

                    width: Theme.pickScaled(220, 220, 180)
                    height: width
                    anchors.verticalCenter: parent.verticalCenter
                    stroke: Theme.scaled(18)
                    textStyle: Theme.countdown
                    back: Theme.colors.tint
                    front: Theme.colors.primary
                    ink: Theme.colors.ink
                    count: cover.presence.secondsLeft
                    share: cover.presence.secondsLeft / cover.presence.secondsInAll
                }

                Column {
                    id: words

                    anchors.left: ring.right
                    anchors.leftMargin: Theme.scaled(48)
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.scaled(18)

                    ThemedText {
                        id: question

                        width: parent.width
                        textStyle: Theme.seat
                        text: qsTr("Still there?")
                        color: Theme.colors.ink
                    }

                    ThemedText {
                        width: parent.width
                        textStyle: Theme.lead
                        text: qsTr("We’ll clear this screen to keep your picture private.")
                        color: Theme.colors.ink2
                    }
                }
            }

            PrimaryButton {
                objectName: "stay"
                width: parent.width
                text: qsTr("I’m still here")
                onActed: cover.presence.stay()
            }

            SecondaryButton {
                objectName: "finish"
                width: parent.width
                text: qsTr("I’m finished")
                onActed: cover.presence.finish()
            }
        }
    }
}
