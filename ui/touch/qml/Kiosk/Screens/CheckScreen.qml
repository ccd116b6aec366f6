pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components
import Kiosk.Theme

/* K3: the visitor sees what would be kept, and decides. */
KioskScreen {
    id: check

    Spread {
        anchors.fill: parent
        viewFirst: true
        share: Theme.compact ? 0.56 : 0.52

        head: [
            Words {
                Layout.fillWidth: true
                cut: Theme.headline
                text: qsTr("Did we get it?")
                color: check.tones.ink
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.pickScaled(88, 64, 44)
                wrapMode: Text.NoWrap
            },
            Words {
                Layout.topMargin: Theme.pickScaled(20, 24, 12)
                Layout.fillWidth: true
                cut: Theme.lead
                text: qsTr("One tap and you’re in line.")
                color: check.tones.ink2
            }
        ]

        view: ShotPicture {
            anchors.fill: parent
            source: check.checkIn.picture
            caption: check.keeping
        }

        aside: RowLayout {
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
        }

        foot: PrimaryButton {
            objectName: "confirm"
            Layout.fillWidth: true
            text: qsTr("Yes, check me in")
            icon: "check"
            busy: check.checkIn.busy
            onActed: check.checkIn.confirm()
        }
    }
}
