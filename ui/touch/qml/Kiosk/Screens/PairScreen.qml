pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme
import Kiosk.ViewModels
import "../Components/phrase.js" as Phrase

/* A kiosk nobody knows yet: the code a lead types at the desk. */
Item {
    id: pair

    required property PairingViewModel pairing
    readonly property bool hasCode: pairing.code !== ""
    readonly property string standing: !pairing.reachable ? qsTr("The server doesn’t answer. We try again by ourselves.")
                                   : !hasCode ? qsTr("Getting a code.")
                                   : pairing.minutes === 1 ? qsTr("This code works for a minute.")
                                   : Phrase.fill(qsTr("This code works for %1 minutes."), [pairing.minutes])

    ColumnLayout {
        anchors.centerIn: parent
        width: Math.min(pair.width - 2 * Theme.margin, Theme.scaled(1100))
        spacing: 0

        Words {
            Layout.fillWidth: true
            cut: Theme.title
            text: qsTr("Pair this kiosk.")
            color: Theme.tones.ink
        }

        Words {
            Layout.topMargin: Theme.pickScaled(28, 24, 16)
            Layout.fillWidth: true
            cut: Theme.lead
            text: qsTr("A lead signs in at the desk, opens Kiosks and types this code.")
            color: Theme.tones.ink2
        }

        Rectangle {
            Layout.topMargin: Theme.pickScaled(56, 48, 28)
            Layout.fillWidth: true
            implicitHeight: code.implicitHeight + 2 * Theme.pickScaled(64, 56, 36)
            radius: Theme.radiusCard
            color: Theme.tones.surface

            Words {
                id: code

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                cut: Theme.closed
                text: pair.hasCode ? pair.pairing.code : "····-····"
                color: pair.hasCode ? Theme.tones.ink : Theme.tones.edge
                Accessible.name: pair.pairing.code.split("").join(" ")
            }
        }

        Words {
            Layout.topMargin: Theme.pickScaled(36, 28, 16)
            Layout.fillWidth: true
            cut: Theme.note
            text: pair.standing
            color: Theme.tones.ink2
        }

        Words {
            Layout.topMargin: Theme.pickScaled(12, 12, 8)
            Layout.fillWidth: true
            cut: Theme.note
            text: pair.pairing.url
            color: Theme.tones.ink2
        }

        QuietButton {
            objectName: "newCode"
            Layout.topMargin: Theme.pickScaled(56, 48, 28)
            Layout.fillWidth: true
            text: qsTr("New code")
            icon: "restart"
            onActed: pair.pairing.newCode()
        }
    }
}
