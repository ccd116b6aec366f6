/* The pairing of a kiosk without a token: the code that a lead types at the desk, and the address of the desk. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Theme
import Kiosk.ViewModels

Item {
    id: pair

    required property PairingViewModel pairing
    readonly property bool hasCode: pairing.code !== "" && !pairing.expired
    readonly property list<string> halves: hasCode ? pairing.code.split("-") : []
    readonly property string standing: !pairing.reachable ? qsTr("The server doesn’t answer. We keep trying.")
                                   : pairing.expired ? qsTr("This code has run out.")
                                   : pairing.crowded ? qsTr("Many kiosks are asking. This one gets its code in a few minutes.")
                                   : !hasCode ? qsTr("Getting a code.")
                                   : pairing.minutes === 1 ? qsTr("Good for a minute.")
                                   : qsTr("Good for %n minutes.", "", pairing.minutes)

    ScreenLayout {
        anchors.fill: parent
        anchors.topMargin: Theme.pickScaled(96, 64, 32)
        anchors.bottomMargin: Theme.pickScaled(64, 40, 16)
        share: 0.5
        viewGap: Theme.pickScaled(64, 0, 0)

        head: [
            ThemedText {
                Layout.fillWidth: true
                textStyle: Theme.headline
                text: pair.pairing.wasPaired ? qsTr("Come to the counter.") : qsTr("Let’s pair\nthis kiosk")
                color: Theme.colors.ink
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(32, 28, 16)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: pair.pairing.wasPaired ? qsTr("This kiosk is being set up again. For staff: open Kiosks and tablets and type this code.")
                                          : qsTr("On a desk, open Kiosks and tablets and type this code.")
                color: Theme.colors.ink2
            }
        ]

        view: Rectangle {
            anchors.fill: parent
            radius: Theme.radiusPicture
            color: Theme.colors.card

            Accessible.role: Accessible.StaticText
            Accessible.name: pair.hasCode ? pair.pairing.code.split("").join(" ") : pair.standing

            Column {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.pickScaled(56, 56, 28)
                spacing: Theme.pickScaled(24, 24, 12)

                Repeater {
                    model: pair.halves

                    ThemedText {
                        required property string modelData

                        objectName: "half"
                        width: parent.width
                        horizontalAlignment: Text.AlignHCenter
                        textStyle: Theme.number
                        // A code is read letter by letter: set as tight as a number, 4 and 8 nearly touch.
                        font.letterSpacing: Theme.scaled(Theme.number.px) * 0.04
                        leftPadding: font.letterSpacing
                        text: modelData
                        color: Theme.night.accent
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.scaled(96)
                        wrapMode: Text.NoWrap
                        elide: Text.ElideNone
                        Accessible.ignored: true
                    }
                }

                ThemedText {
                    objectName: "standing"
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    textStyle: pair.hasCode && pair.pairing.reachable ? Theme.note : Theme.heading
                    text: pair.standing
                    color: pair.hasCode && pair.pairing.reachable ? Theme.night.ink2 : Theme.night.ink
                }
            }
        }

        foot: [
            QrCard {
                visible: pair.pairing.deskCode !== ""
                Layout.fillWidth: true
                code: pair.pairing.deskCode
                title: qsTr("On a tablet or phone?")
                text: Phrase.fill(qsTr("Scan this, or open\n%1"), [pair.pairing.address])
            },
            PrimaryButton {
                objectName: "newCode"
                visible: pair.pairing.expired
                Layout.topMargin: Theme.gap
                Layout.fillWidth: true
                text: qsTr("New code")
                icon: "restart"
                onActed: pair.pairing.newCode()
            }
        ]
    }
}
