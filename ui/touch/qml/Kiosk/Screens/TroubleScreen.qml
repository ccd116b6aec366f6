pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme

/* The disk did not take the visit. A person is the way out. */
KioskScreen {
    id: trouble

    canStartOver: false

    ColumnLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.scaled(28)
        anchors.bottomMargin: Theme.margin
        spacing: 0

        Words {
            Layout.fillWidth: true
            cut: Theme.grand
            text: qsTr("We couldn’t keep your visit.")
            color: trouble.tones.ink
        }

        Words {
            Layout.topMargin: Theme.scaled(36)
            Layout.fillWidth: true
            cut: Theme.lead
            text: qsTr("Come to the counter. Someone will help you.")
            color: trouble.tones.ink2
        }

        Figures {
            Layout.topMargin: Theme.margin
            Layout.fillWidth: true
            Layout.fillHeight: true
            tones: trouble.tones
        }

        SecondaryButton {
            objectName: "giveUp"
            Layout.topMargin: Theme.margin
            Layout.fillWidth: true
            text: qsTr("Start over")
            icon: "restart"
            busy: trouble.checkIn.busy
            onActed: trouble.checkIn.done()
        }

        PrimaryButton {
            objectName: "tryAgain"
            Layout.topMargin: Theme.gap
            Layout.fillWidth: true
            text: qsTr("Try again")
            icon: "check"
            busy: trouble.checkIn.busy
            onActed: trouble.checkIn.confirm()
        }
    }
}
