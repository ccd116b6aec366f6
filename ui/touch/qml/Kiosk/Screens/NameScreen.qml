pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Window
import Kiosk.Components
import Kiosk.Theme

/* K6: a first name to greet the visitor by, if they like. */
KioskScreen {
    id: nameScreen

    barRuled: false

    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        Words {
            Layout.topMargin: Theme.scaled(28)
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            Layout.fillWidth: true
            cut: Theme.hero
            text: qsTr("Hello.")
            color: nameScreen.tones.ink
            maximumLineCount: 1
        }

        Item {
            Layout.fillHeight: true
        }

        Words {
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            Layout.fillWidth: true
            cut: Theme.question
            text: qsTr("What’s your first name?")
            color: nameScreen.tones.ink
        }

        Words {
            Layout.topMargin: Theme.scaled(18)
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            Layout.fillWidth: true
            cut: Theme.lead
            text: qsTr("Just so we can greet you. Any name is fine.")
            color: nameScreen.tones.ink2
        }

        NameField {
            Layout.topMargin: Theme.scaled(44)
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            Layout.fillWidth: true
            name: qsTr("First name")
            text: nameScreen.checkIn.firstName
        }

        PrimaryButton {
            objectName: "confirmName"
            Layout.topMargin: Theme.gap
            Layout.leftMargin: Theme.margin
            Layout.rightMargin: Theme.margin
            Layout.fillWidth: true
            text: nameScreen.checkIn.firstName ? qsTr("That’s me") : qsTr("Skip")
            icon: "right"
            iconAfter: true
            onActed: nameScreen.checkIn.confirmName()
        }

        KeyBoard {
            Layout.topMargin: Theme.scaled(40)
            Layout.fillWidth: true
            keys: nameScreen.keyBoard
            bleed: Math.max(0, ((nameScreen.Window.width || 0) - nameScreen.width) / 2)
            onTyped: text => nameScreen.checkIn.type(text)
            onErased: nameScreen.checkIn.eraseLast()
        }
    }
}
