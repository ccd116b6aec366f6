/* Shown when the visit could not be saved: sends the visitor to the counter. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Components.Scenes
import Kiosk.Theme

KioskScreen {
    id: trouble

    footnote: qsTr("Nothing has left this kiosk.")

    ScreenLayout {
        anchors.fill: parent
        viewFirst: true
        share: Theme.choicesShare
        footGap: Theme.pickScaled(72, 0, 0)

        head: [
            ThemedText {
                Layout.fillWidth: true
                textStyle: Theme.grand
                text: qsTr("We can’t save\nright now.")
                color: trouble.colors.ink
            },
            ThemedText {
                visible: Theme.wide
                Layout.topMargin: Theme.pickScaled(36, 28, 16)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: qsTr("Come to the counter, we’ll look at it together.")
                color: trouble.colors.ink2
            }
        ]

        view: CounterScene {
            anchors.fill: parent
            middle: Theme.wide
            colors: trouble.colors
        }

        foot: PrimaryButton {
            objectName: "tryAgain"
            Layout.fillWidth: true
            text: qsTr("Try again")
            icon: "restart"
            busy: trouble.checkIn.busy
            onActed: trouble.checkIn.confirm()
        }

        aside: Item {
            visible: !Theme.wide
            Layout.fillWidth: true
            implicitHeight: Theme.choicesHeight - Theme.gap

            NoteCard {
                width: parent.width
                anchors.verticalCenter: parent.verticalCenter
                icon: "person"
                title: qsTr("Come to the counter.")
                text: qsTr("We’ll look at it together.")
            }
        }
    }
}
