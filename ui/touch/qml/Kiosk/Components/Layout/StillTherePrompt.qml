/* The question "Still there?", with its countdown. It is opaque, because what it covers is private. Its buttons never
   stand where a visitor is put in line: in a tall window below, in a wide one in the first column. */
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
    readonly property real inset: Theme.pickScaled(64, 56, 32)
    readonly property real outside: Theme.pickScaled(48, 56, 24)
    readonly property string clearing: cover.presence.holds === "picture" ? qsTr("We’ll clear this screen to keep your picture private.")
                                     : cover.presence.holds === "name" ? qsTr("We’ll clear this screen to keep your name private.")
                                     : qsTr("We’ll clear this screen for whoever is next.")

    objectName: "stillThere"
    color: Theme.colors.cover

    CounterScene {
        readonly property real from: Theme.wide ? sheet.x + sheet.width + Theme.margin : Theme.margin

        x: from
        y: Theme.margin
        width: parent.width - from - Theme.margin
        height: Math.max(0, (Theme.wide ? parent.height : sheet.y) - 2 * Theme.margin)
        middle: true
        lean: 1
        colors: Theme.night
    }

    Rectangle {
        id: sheet

        width: Theme.wide ? Math.round(Math.min(parent.width, Theme.pickScaled(0, 2000, 1440)) * (Theme.compact ? 0.4 : 0.44))
                          : Math.min(parent.width, Theme.scaled(1080)) - 2 * cover.outside
        height: content.height + 2 * cover.inset
        x: Theme.wide ? cover.outside : Math.round((parent.width - width) / 2)
        y: Theme.wide ? Math.round((parent.height - height) / 2) : parent.height - height - Theme.scaled(96)
        radius: Theme.scaled(56)
        color: Theme.colors.surface

        Accessible.role: Accessible.AlertMessage
        Accessible.name: question.text

        Column {
            id: content

            x: cover.inset
            y: cover.inset
            width: parent.width - 2 * cover.inset
            spacing: Theme.pickScaled(36, 32, 20)

            Item {
                width: parent.width
                height: Math.max(ring.height, Theme.wide ? question.height : words.height)

                CountRing {
                    id: ring

                    width: Theme.pickScaled(220, 200, 128)
                    height: width
                    anchors.verticalCenter: parent.verticalCenter
                    stroke: Theme.pickScaled(18, 18, 12)
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
                    anchors.leftMargin: Theme.pickScaled(48, 40, 24)
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
                        visible: !Theme.wide
                        width: parent.width
                        textStyle: Theme.lead
                        text: said.text
                        color: Theme.colors.ink2
                    }
                }
            }

            ThemedText {
                id: said

                visible: Theme.wide
                width: parent.width
                textStyle: Theme.lead
                text: Phrase.fill(qsTr("You’re not in line yet. %1"), [cover.clearing])
                color: Theme.colors.ink2
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
                text: qsTr("Clear it, I’m leaving")
                onActed: cover.presence.finish()
            }
        }
    }
}
