/* The line that was read on the picture; when nothing was read, topics to choose from. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Theme

Item {
    id: card

    /* reading, read or unread. */
    required property string progress
    required property string quote
    required property list<var> topics
    property bool busy: false
    readonly property real inset: Theme.pickScaled(44, 40, 24)
    readonly property int topicsShown: progress === "unread" ? Math.min(Theme.compact ? 2 : 3, topics.length) : 0

    signal chosen(topic: string)

    implicitHeight: topicsShown > 0 ? choices.height : paper.height

    Rectangle {
        id: paper

        visible: card.topicsShown === 0
        width: parent.width
        height: words.height + 2 * card.inset
        radius: Theme.radiusCard
        color: Theme.colors.surface
    }

    Column {
        id: words

        visible: card.topicsShown === 0
        x: card.inset
        y: card.inset
        width: card.width - 2 * card.inset
        spacing: Theme.scaled(12)

        ThemedText {
            visible: card.progress !== "unread"
            width: parent.width
            textStyle: Theme.label
            text: card.progress === "read" ? qsTr("We can read") : qsTr("We’re reading it…")
            color: Theme.colors.ink2
        }

        ThemedText {
            objectName: "readQuote"
            visible: card.progress === "read"
            width: parent.width
            textStyle: Theme.note
            text: qsTr("“%1”").arg(card.quote)
            color: Theme.colors.ink
            maximumLineCount: 3
        }

        ThemedText {
            visible: card.progress === "unread"
            width: parent.width
            textStyle: Theme.body
            text: choicesTitle.text
            color: Theme.colors.ink
        }
    }

    Column {
        id: choices

        visible: card.topicsShown > 0
        width: parent.width
        spacing: Theme.gap

        ThemedText {
            id: choicesTitle

            width: parent.width
            textStyle: Theme.body
            text: qsTr("We can’t read any words, but we can see it.")
            color: Theme.colors.ink
        }

        Row {
            visible: !Theme.wide
            spacing: Theme.gap

            Repeater {
                model: Theme.wide ? [] : card.topics.slice(0, card.topicsShown)

                TopicTile {
                    required property var modelData

                    objectName: `read-topic-${modelData.id}`
                    width: Math.floor((choices.width - (card.topicsShown - 1) * Theme.gap) / card.topicsShown)
                    height: Theme.scaled(264)
                    text: modelData.name
                    icon: modelData.icon
                    busy: card.busy
                    onActed: card.chosen(modelData.id)
                }
            }
        }

        Repeater {
            model: Theme.wide ? card.topics.slice(0, card.topicsShown) : []

            SecondaryButton {
                required property var modelData

                objectName: `read-topic-${modelData.id}`
                width: choices.width
                text: modelData.name
                icon: modelData.icon
                busy: card.busy
                onActed: card.chosen(modelData.id)
            }
        }
    }
}
