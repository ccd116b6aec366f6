/* The check: the visitor sees the picture that would be saved, and decides. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Camera
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: check

    /* Two buttons stand side by side in a column too narrow for their icons. */
    readonly property bool cramped: Theme.compact && checkIn.otherView !== ""

    footnote: keeping

    ScreenLayout {
        anchors.fill: parent
        viewFirst: true
        share: Theme.choicesShare

        head: [
            ThemedText {
                Layout.fillWidth: true
                textStyle: Theme.headline
                text: qsTr("Did we get it?")
                color: check.colors.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.pickScaled(88, 64, 44)
                wrapMode: Text.NoWrap
            },
            ThemedText {
                // In a wide window the topics need its place.
                visible: !(Theme.wide && check.reading.state === "unread" && check.site.topics.length > 0)
                Layout.topMargin: Theme.pickScaled(20, 24, 12)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: qsTr("One tap and you’re in line.")
                color: check.colors.ink2
            }
        ]

        view: ShotPicture {
            anchors.fill: parent
            source: check.checkIn.picture
            paragraphs: check.reading.paragraphs
            codes: check.reading.codes
        }

        foot: [ReadCard {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.gap
            visible: check.reading.state
            progress: check.reading.state
            quote: check.reading.quote
            topics: check.site.topics
            busy: check.checkIn.busy
            onChosen: topic => check.checkIn.choose(topic)
        }, PrimaryButton {
            objectName: "confirm"
            Layout.fillWidth: true
            text: qsTr("Yes, check me in")
            icon: "check"
            busy: check.checkIn.busy
            onActed: check.checkIn.confirm()
        }]

        aside: GridLayout {
            Layout.fillWidth: true
            columns: other.visible ? 2 : 1
            columnSpacing: Theme.gap
            rowSpacing: Theme.gap

            SecondaryButton {
                id: other

                objectName: "switchView"
                visible: check.checkIn.otherView !== ""
                Layout.columnSpan: 2
                Layout.fillWidth: true
                text: check.checkIn.otherView === "whole" ? qsTr("See the whole picture") : qsTr("See just the screen")
                icon: check.checkIn.otherView === "whole" ? "expand" : "laptop"
                busy: check.checkIn.busy
                onActed: check.checkIn.switchView()
            }

            SecondaryButton {
                objectName: "takeAgain"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                text: qsTr("Take again")
                icon: check.cramped ? "" : "camera"
                busy: check.checkIn.busy
                onActed: check.checkIn.takeAgain()
            }

            SecondaryButton {
                objectName: "noPicture"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                text: qsTr("No picture")
                icon: check.cramped ? "" : "x"
                busy: check.checkIn.busy
                onActed: check.checkIn.noPicture()
            }
        }
    }
}
