pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme
import "../Components/phrase.js" as Phrase

/* K2: the problem is shown, not described. */
KioskScreen {
    id: show

    readonly property string greeting: {
        const name = show.checkIn.firstName;
        if (!name) {
            return qsTr("Hello.");
        }
        const greetings = {
            "morning": qsTr("Good morning, %1."),
            "afternoon": qsTr("Good afternoon, %1."),
            "evening": qsTr("Good evening, %1.")
        };
        return Phrase.fill(greetings[show.site.dayPart], [name]);
    }
    readonly property string notice: show.camera.resting ? qsTr("Our camera’s resting.\nJust tell us instead.")
                                   : show.camera.brokeOff ? qsTr("We lost the picture.\nLet’s carry on without it.")
                                   : ""

    ColumnLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.scaled(28)
        anchors.bottomMargin: Theme.scaled(36)
        spacing: 0

        Words {
            Layout.fillWidth: true
            cut: Theme.title
            text: show.greeting
            color: show.tones.ink
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.scaled(64)
            wrapMode: Text.NoWrap
        }

        Words {
            Layout.fillWidth: true
            cut: Theme.title
            text: qsTr("Show us what’s wrong.")
            color: show.tones.ink
        }

        Viewfinder {
            Layout.topMargin: Theme.scaled(44)
            Layout.fillWidth: true
            Layout.fillHeight: true
            camera: show.camera
            around: show.tones.bg
            notice: show.notice
            hint: show.camera.taking ? qsTr("Hold still. Taking the picture.")
                : show.notice || qsTr("Hold your screen up here")
        }

        Words {
            visible: !show.notice
            Layout.topMargin: Theme.gap
            Layout.fillWidth: true
            cut: Theme.label
            text: show.keeping
            color: show.tones.ink2
        }

        PrimaryButton {
            objectName: "take"
            visible: show.camera.showing
            Layout.topMargin: Theme.scaled(28)
            Layout.fillWidth: true
            text: qsTr("Take it now")
            icon: "camera"
            busy: show.camera.taking || show.checkIn.busy
            onActed: show.camera.takeSoon()
        }

        PrimaryButton {
            objectName: "tellInstead"
            visible: !show.camera.showing
            Layout.topMargin: Theme.scaled(28)
            Layout.fillWidth: true
            text: qsTr("I’ll just tell you")
            icon: "chat"
            busy: show.checkIn.busy
            onActed: show.checkIn.tell()
        }

        SecondaryButton {
            objectName: "tell"
            visible: show.camera.showing
            Layout.topMargin: Theme.gap
            Layout.fillWidth: true
            text: qsTr("I’ll just tell you")
            icon: "chat"
            busy: show.checkIn.busy
            onActed: show.checkIn.tell()
        }
    }
}
