/* The first name, if the visitor wants to give one: typed, or by a badge. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Window
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Camera
import Kiosk.Components.Keyboard
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: nameScreen

    /* Whether a badge can be held up: there is a list of people, and the camera works. */
    readonly property bool greets: badge.enabled && !camera.unavailable && !camera.lost
    readonly property string unmet: badge.problem === "unknown" ? qsTr("We don’t know this badge yet.")
                                  : badge.problem === "ended" ? qsTr("That pass has ended.")
                                  : ""
    readonly property string question: qsTr("What’s your first name?")
    readonly property string offer: qsTr("Got a badge? Hold it up to the camera.")
    /* A tall window has room below the hello for the words on badges; elsewhere they replace other words. */
    readonly property bool roomy: !Theme.wide && asked.height >= Theme.scaled(900)

    /* A wide window says it in the preview, which is large enough there. */
    readonly property bool hintInside: Theme.wide && !Theme.compact
    readonly property bool named: checkIn.firstName !== ""

    footnote: unkept

    Item {
        id: asked

        anchors.top: parent.top
        anchors.bottom: board.top
        anchors.topMargin: Theme.pickScaled(28, 16, 8)
        anchors.bottomMargin: Theme.pickScaled(40, 32, 16)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin

        ThemedText {
            id: hello

            visible: !Theme.wide
            width: finder.visible ? finder.x - Theme.gap : parent.width
            textStyle: Theme.hero
            text: qsTr("Hello.")
            color: nameScreen.colors.ink
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.scaled(72)
            maximumLineCount: 1
        }

        ThemedText {
            objectName: "badgeWords"
            visible: nameScreen.roomy && text !== ""
            /* Its foot and that of the preview are on one line, unless the question below needs the room. */
            y: Math.max(hello.height + Theme.scaled(8), finder.visible
                        ? Math.min(finder.y + finder.height, asking.y - Theme.gap) - height : 0)
            width: finder.visible ? finder.x - Theme.scaled(40) : parent.width
            textStyle: nameScreen.unmet ? Theme.heading : Theme.lead
            text: nameScreen.unmet || (finder.visible ? qsTr("Got a badge?\nHold it up\nto the camera.") : "")
            color: nameScreen.unmet ? nameScreen.colors.ink : nameScreen.colors.ink2
        }

        BadgeFinder {
            id: finder

            objectName: "badgeFinder"
            visible: nameScreen.greets
            camera: nameScreen.camera
            backdrop: nameScreen.colors.bg
            anchors.right: parent.right
            /* The top of the window and of the greeting's capitals are on one line. */
            y: nameScreen.roomy ? Theme.scaled(30) : 0
            width: nameScreen.roomy ? Theme.scaled(400) : Theme.pickScaled(168, 440, 190)
            height: Theme.wide ? parent.height : width
            hint: nameScreen.hintInside ? qsTr("Hold up your badge") : ""
        }

        Item {
            id: words

            width: Theme.wide && finder.visible ? finder.x - Theme.columnGap : parent.width
            height: parent.height

            ColumnLayout {
                id: asking

                anchors.bottom: Theme.wide ? parent.bottom : confirm.top
                anchors.bottomMargin: Theme.wide ? 0 : Theme.gap
                width: parent.width
                spacing: 0

                ThemedText {
                    Layout.fillWidth: true
                    textStyle: Theme.question
                    text: nameScreen.roomy ? nameScreen.question
                        : !Theme.wide ? nameScreen.unmet || nameScreen.question
                        : nameScreen.unmet ? qsTr("Hello. %1").arg(nameScreen.unmet)
                        : qsTr("Hello. What’s your first name?")
                    color: nameScreen.colors.ink
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.pickScaled(56, 32, 28)
                    wrapMode: Theme.wide ? Text.NoWrap : Text.Wrap
                }

                ThemedText {
                    Layout.topMargin: Theme.pickScaled(18, 16, 2)
                    Layout.fillWidth: true
                    textStyle: Theme.compact ? Theme.label : Theme.lead
                    text: !nameScreen.roomy && nameScreen.unmet ? nameScreen.question
                        : !nameScreen.roomy && finder.visible && !nameScreen.hintInside ? nameScreen.offer
                        : qsTr("Just so we can greet you. Any name is fine.")
                    color: nameScreen.colors.ink2
                }

                NameField {
                    Layout.topMargin: Theme.pickScaled(44, 28, 8)
                    Layout.rightMargin: Theme.wide ? confirm.width + Theme.pickScaled(0, 40, 24) : 0
                    Layout.fillWidth: true
                    name: qsTr("First name")
                    text: nameScreen.checkIn.firstName
                }
            }

            PrimaryButton {
                id: confirm

                objectName: "confirmName"
                anchors.bottom: parent.bottom
                anchors.right: parent.right
                width: !Theme.wide ? parent.width
                     : finder.visible ? Theme.pickScaled(0, 400, 260) : Theme.pickScaled(0, 520, 300)
                height: Theme.compact ? Theme.touchTarget : implicitHeight
                /* An empty field invites to type, not to skip. */
                fill: nameScreen.named ? Theme.colors.primary : Theme.colors.surface
                fillDown: nameScreen.named ? Theme.colors.primaryPress : Theme.colors.tint
                ink: nameScreen.named ? Theme.colors.onPrimary : Theme.colors.ink
                edge: Theme.colors.edge
                edgeWidth: nameScreen.named ? 0 : Theme.edgeWidth
                text: nameScreen.named ? qsTr("That’s me") : qsTr("Skip")
                icon: "right"
                iconAfter: true
                onActed: nameScreen.checkIn.confirmName()
            }
        }
    }

    Keyboard {
        id: board

        anchors.bottom: parent.bottom
        width: parent.width
        keys: nameScreen.keyboard
        bleed: Math.max(0, ((nameScreen.Window.width || 0) - nameScreen.width) / 2)
        onTyped: text => nameScreen.checkIn.type(text)
        onErased: nameScreen.checkIn.eraseLast()
    }
}
