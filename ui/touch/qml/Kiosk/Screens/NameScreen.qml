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

    Item {
        id: asked

        anchors.top: parent.top
        anchors.bottom: board.top
        anchors.topMargin: Theme.pickScaled(28, 16, 8)
        anchors.bottomMargin: Theme.pickScaled(40, 32, 16)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin

        Words {
            visible: !Theme.wide
            width: parent.width
            cut: Theme.hero
            text: qsTr("Hello.")
            color: nameScreen.tones.ink
            maximumLineCount: 1
        }

        ColumnLayout {
            id: field

            anchors.bottom: Theme.wide ? parent.bottom : confirm.top
            anchors.bottomMargin: Theme.wide ? 0 : Theme.gap
            width: parent.width
            spacing: 0

            Words {
                Layout.fillWidth: true
                cut: Theme.question
                text: Theme.wide ? qsTr("Hello. What’s your first name?") : qsTr("What’s your first name?")
                color: nameScreen.tones.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.pickScaled(56, 56, 40)
                wrapMode: Theme.wide ? Text.NoWrap : Text.Wrap
            }

            Words {
                Layout.topMargin: Theme.pickScaled(18, 16, 2)
                Layout.fillWidth: true
                cut: Theme.compact ? Theme.label : Theme.lead
                text: qsTr("Just so we can greet you. Any name is fine.")
                color: nameScreen.tones.ink2
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
            width: Theme.wide ? Theme.pickScaled(0, 520, 300) : parent.width
            height: Theme.compact ? Theme.touchTarget : implicitHeight
            text: nameScreen.checkIn.firstName ? qsTr("That’s me") : qsTr("Skip")
            icon: "right"
            iconAfter: true
            onActed: nameScreen.checkIn.confirmName()
        }
    }

    KeyBoard {
        id: board

        anchors.bottom: parent.bottom
        width: parent.width
        keys: nameScreen.keyBoard
        bleed: Math.max(0, ((nameScreen.Window.width || 0) - nameScreen.width) / 2)
        onTyped: text => nameScreen.checkIn.type(text)
        onErased: nameScreen.checkIn.eraseLast()
    }
}
