/* The camera: the visitor shows the problem instead of describing it. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Camera
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: show

    readonly property string greeting: {
        const name = show.checkIn.firstName;
        if (!name) {
            return qsTr("Hello.");
        }
        if (show.checkIn.greetedLate) {
            return Phrase.fill(qsTr("Hello, %1."), [name]);
        }
        const greetings = {
            "morning": qsTr("Good morning, %1."),
            "afternoon": qsTr("Good afternoon, %1."),
            "evening": qsTr("Good evening, %1.")
        };
        return Phrase.fill(greetings[show.hours.dayPart], [name]);
    }
    readonly property string notice: show.camera.unavailable ? qsTr("Our camera’s resting.\nJust tell us instead.")
                                   : show.camera.lost ? qsTr("We lost the picture.\nLet’s carry on without it.")
                                   : show.camera.covered ? qsTr("We can’t see anything.\nIs the cover on?")
                                   : ""
    readonly property var advice: ({
        "searching": qsTr("Hold your screen up here"),
        "too_dark": qsTr("Make your screen a bit brighter"),
        "glare": qsTr("Tilt it a little"),
        "too_close": qsTr("A bit further back"),
        "too_far": qsTr("A bit closer"),
        "moving": qsTr("Hold it still"),
        "steady": qsTr("Hold still. Taking the picture.")
    })
    /* Codes of which we keep the kind and nothing else. */
    readonly property var unkeptTag: ({
        "two_step": qsTr("A sign-in code. Not kept."),
        "passkey": qsTr("A passkey code. Not kept."),
        "sign_in": qsTr("A sign-in code. Not kept."),
        "wifi": qsTr("A Wi-Fi password. Not kept."),
        "recovery_key": qsTr("A recovery key. Not kept."),
        "wallet": qsTr("A wallet’s key. Not kept."),
        "key": qsTr("A password or key. Not kept."),
        "personal": qsTr("Someone’s details. Not kept.")
    })
    readonly property bool sees: !show.camera.unavailable && !show.camera.lost
    readonly property string invitation: show.sees ? qsTr("Show us what’s wrong.") : qsTr("Tell us what’s wrong.")
    readonly property string tellIcon: show.site.topics.length > 0 ? "grid" : "chat"

    footnote: sees ? keeping : unkept

    ScreenLayout {
        anchors.fill: parent
        share: 0.58
        viewGap: Theme.pickScaled(44, 0, 0)

        head: [
            ThemedText {
                Layout.fillWidth: true
                textStyle: Theme.title
                balanced: false
                text: show.greeting
                color: show.colors.ink
                fontSizeMode: Theme.wide ? Text.FixedSize : Text.HorizontalFit
                minimumPixelSize: Theme.scaled(64)
                wrapMode: Theme.wide ? Text.Wrap : Text.NoWrap
                maximumLineCount: Theme.wide ? 3 : 1
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(0, 28, 12)
                Layout.fillWidth: true
                textStyle: Theme.wide ? Theme.lead : Theme.title
                text: !Theme.wide || !show.sees ? show.invitation
                    : qsTr("Show us what’s wrong. Hold your screen up to the camera.")
                color: Theme.wide ? show.colors.ink2 : show.colors.ink
            }
        ]

        view: Viewfinder {
            anchors.fill: parent
            camera: show.camera
            backdrop: show.colors.bg
            notice: show.notice
            hint: show.camera.taken ? qsTr("Got it.")
                : show.camera.taking ? qsTr("Hold still. Taking the picture.")
                : show.notice || show.advice[show.camera.hint]

            TagChip {
                text: show.camera.showing ? show.unkeptTag[show.tags.kind] ?? show.tags.shown : ""
                known: show.tags.known
                room: parent.width - 2 * Theme.pickScaled(160, 160, 96)
                anchors.horizontalCenter: parent.horizontalCenter
                y: Theme.pickScaled(48, 48, 28)
            }
        }

        foot: [
            PrimaryButton {
                objectName: "take"
                visible: show.camera.showing
                Layout.fillWidth: true
                text: qsTr("Take it now")
                icon: "camera"
                busy: show.camera.taking || show.checkIn.busy
                onActed: show.camera.takeSoon()
            },
            PrimaryButton {
                objectName: "tellInstead"
                visible: !show.camera.showing
                Layout.fillWidth: true
                text: qsTr("I’ll just tell you")
                icon: show.tellIcon
                busy: show.checkIn.busy
                onActed: show.checkIn.tell()
            },
            SecondaryButton {
                objectName: "tell"
                visible: show.camera.showing
                Layout.topMargin: Theme.gap
                Layout.fillWidth: true
                text: qsTr("I’ll just tell you")
                icon: show.tellIcon
                nearEnd: Theme.wide
                busy: show.checkIn.busy
                onActed: show.checkIn.tell()
            }
        ]
    }
}
