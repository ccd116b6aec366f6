pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme

/* K3: the visitor sees what would be kept, and decides. */
KioskScreen {
    id: check

    ColumnLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        anchors.topMargin: Theme.scaled(28)
        anchors.bottomMargin: Theme.scaled(36)
        spacing: 0

        Words {
            Layout.fillWidth: true
            cut: Theme.headline
            text: qsTr("Did we get it?")
            color: check.tones.ink
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.scaled(88)
            wrapMode: Text.NoWrap
        }

        Words {
            Layout.topMargin: Theme.scaled(20)
            Layout.fillWidth: true
            cut: Theme.lead
            text: qsTr("One tap and you’re in line.")
            color: check.tones.ink2
        }

        ShotPicture {
            Layout.topMargin: Theme.scaled(40)
            Layout.fillWidth: true
            Layout.fillHeight: true
            source: check.checkIn.picture
            caption: check.keeping
        }

        RowLayout {
            Layout.topMargin: Theme.gap
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
        }

        PrimaryButton {
            objectName: "confirm"
            Layout.topMargin: Theme.gap
            Layout.fillWidth: true
            text: qsTr("Yes, check me in")
            icon: "check"
            busy: check.checkIn.busy
            onActed: check.checkIn.confirm()
        }
    }
}
