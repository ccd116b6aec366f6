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

    ScreenLayout {
        anchors.fill: parent
        viewFirst: true
        share: Theme.compact ? 0.56 : 0.52

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
            caption: check.keeping
            otherView: check.checkIn.otherView
            lines: check.reading.lines
            busy: check.checkIn.busy
            onSwitched: check.checkIn.switchView()
        }

        aside: [ReadCard {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.gap
            visible: !Theme.wide && check.reading.state
            progress: check.reading.state
            quote: check.reading.quote
            topics: check.site.topics
            busy: check.checkIn.busy
            onChosen: topic => check.checkIn.choose(topic)
        }, RowLayout {
            Layout.fillWidth: true
            spacing: Theme.gap

            SecondaryButton {
                objectName: "takeAgain"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                text: qsTr("Take again")
                icon: "camera"
                busy: check.checkIn.busy
                onActed: check.checkIn.takeAgain()
            }

            SecondaryButton {
                objectName: "noPicture"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                text: qsTr("No picture")
                icon: "x"
                busy: check.checkIn.busy
                onActed: check.checkIn.noPicture()
            }
        }]

        foot: [ReadCard {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.gap
            visible: Theme.wide && check.reading.state
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
    }
}
