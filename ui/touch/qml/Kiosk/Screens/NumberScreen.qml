/* The visitor's number, where to go, and who comes. The visit is on disk already. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Buttons
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Theme

KioskScreen {
    id: numberScreen

    readonly property string greeting: {
        const name = numberScreen.checkIn.firstName;
        return name ? Phrase.fill(qsTr("You’re in, %1."), [name]) : qsTr("You’re in.");
    }
    /* Whoever is next must not be sent away. */
    readonly property bool isNext: numberScreen.number.peopleAhead === 0
    readonly property string ahead: {
        const people = numberScreen.number.peopleAhead;
        return people < 0 ? "" : people === 0 ? qsTr("Nobody") : people === 1 ? qsTr("1 person") : qsTr("%n people", "", people);
    }
    readonly property string seat: {
        const number = numberScreen.number;
        return number.seat > 0 ? qsTr("Take seat %1").arg(number.seat)
             : number.seats.length > 0 ? Phrase.fill(qsTr("Stand anywhere close. Watch for %1."), [number.number])
             : Phrase.fill(qsTr("Have a seat. Watch for %1."), [number.number]);
    }
    /* While no member is known to be on duty nobody is promised. */
    readonly property string unpromised: {
        const phone = numberScreen.site.helpPhone;
        return phone ? Phrase.fill(qsTr("If nobody comes in 5 minutes, call %1."), [phone])
                     : qsTr("Nobody in 5 minutes? Ask at the counter.");
    }
    readonly property string helpers: {
        if (numberScreen.number.pictureLost) {
            return qsTr("Your picture wasn’t kept. Show it there.");
        }
        const names = numberScreen.number.helpers;
        if (names.length === 0) {
            return numberScreen.unpromised;
        }
        const sentences = [
            "",
            qsTr("%1 will come to you."),
            qsTr("%1 or %2 will come to you."),
            qsTr("%1, %2 or %3 will come to you.")
        ];
        return Phrase.fill(sentences[names.length], names);
    }

    /* Fixed when the number appears: the words do not change while they are read. */
    property bool phoneAway: false
    readonly property string instead: numberScreen.number.seat > 0
                                    ? qsTr("Just take seat %1.").arg(numberScreen.number.seat)
                                    : Phrase.fill(qsTr("Just watch for %1."), [numberScreen.number.number])

    canStartOver: false

    Component.onCompleted: phoneAway = !link.phonesFollow

    ScreenLayout {
        anchors.fill: parent
        viewFirst: true
        share: 0.53
        columnGap: Theme.pickScaled(0, 64, 36)
        viewGap: Theme.pickScaled(52, 0, 0)

        head: ThemedText {
            Layout.topMargin: Theme.pickScaled(8, 0, 0)
            Layout.fillWidth: true
            textStyle: Theme.grand
            balanced: false
            text: numberScreen.greeting
            color: numberScreen.colors.ink
            maximumLineCount: Theme.pick(2, 3, 3)
        }

        view: Item {
            anchors.fill: parent

            NumberCard {
                id: card

                width: parent.width
                height: Math.min(parent.height, implicitHeight + Theme.pickScaled(280, 800, 400))
                number: numberScreen.number.number
                ahead: numberScreen.ahead
                next: numberScreen.number.peopleAhead === 0 ? qsTr("You’re next.") : ""
                seat: numberScreen.seat
                helpers: numberScreen.helpers
                seats: numberScreen.number.seats
                mySeat: numberScreen.number.seat
                backdrop: numberScreen.colors.bg
                transform: Translate {
                    id: rise
                }
            }
        }

        foot: [
            QrCard {
                visible: numberScreen.number.phoneCode !== ""
                Layout.fillWidth: true
                code: numberScreen.number.phoneCode
                title: numberScreen.isNext ? qsTr("Keep this number on your phone") : qsTr("Need a coffee?")
                text: numberScreen.isNext ? qsTr("Scan this. Your phone will tell you when it’s your turn.")
                    : qsTr("Scan this and keep your place. Your phone will tell you when it’s your turn.")
            },
            NoteCard {
                visible: numberScreen.phoneAway && numberScreen.number.phoneCode === ""
                Layout.fillWidth: true
                icon: "phone"
                title: qsTr("Your phone can’t follow today.")
                text: numberScreen.instead
            },
            PrimaryButton {
                objectName: "done"
                Layout.topMargin: Theme.gap
                Layout.fillWidth: true
                text: qsTr("Done")
                aside: qsTr("Clears in %1 s").arg(numberScreen.number.clearsIn)
                onActed: numberScreen.checkIn.done()
            }
        ]
    }

    ParallelAnimation {
        running: Theme.motion

        NumberAnimation {
            target: rise
            property: "y"
            from: Theme.scaled(96)
            to: 0
            duration: Theme.arriveMs
            easing.type: Easing.Bezier
            easing.bezierCurve: Theme.standardCurve
        }
        NumberAnimation {
            target: card
            property: "unsettled"
            from: 1
            to: 0
            duration: Theme.arriveMs
            easing.type: Easing.Bezier
            easing.bezierCurve: Theme.standardCurve
        }
    }
}
