/* In place of the welcome outside the opening hours: when somebody is back. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Components.Basics
import Kiosk.Components.Cards
import Kiosk.Components.Layout
import Kiosk.Components.Scenes
import Kiosk.Theme

KioskScreen {
    id: closed

    readonly property list<string> days: [
        qsTr("Monday"), qsTr("Tuesday"), qsTr("Wednesday"), qsTr("Thursday"), qsTr("Friday"),
        qsTr("Saturday"), qsTr("Sunday")
    ]
    /* More lines than these are a timetable, and nobody reads one at a closed door. */
    readonly property int linesShown: 3
    readonly property list<string> lines: {
        const rows = closed.site.hours;
        return rows.length <= closed.linesShown ? rows.map(row => closed.line(row)) : [];
    }
    readonly property string back: {
        const day = closed.hours.backDay;
        const at = closed.hours.backAt;
        return day === "" ? ""
             : day === "today" ? Phrase.fill(qsTr("Back today at %1."), [at])
             : day === "date" ? Phrase.fill(qsTr("Back on %1 at %2."), [closed.dated(closed.hours.backDate), at])
             : day === "tomorrow" ? Phrase.fill(qsTr("Back tomorrow at %1."), [at])
             : Phrase.fill(qsTr("Back %1 at %2."), [closed.days[Number(day)], at]);
    }

    function line(row: var): string {
        const names = row.first === 0 && row.last === 6 ? qsTr("Every day")
                    : row.first === row.last ? closed.days[row.first]
                    : Phrase.fill(qsTr("%1 to %2"), [closed.days[row.first], closed.days[row.last]]);
        const times = row.times.map(span => Phrase.fill(qsTr("%1 to %2"), [span.opens, span.closes]));
        return Phrase.fill(qsTr("%1, %2"), [names, times.reduce((all, next) => Phrase.fill(qsTr("%1 and %2"), [all, next]))]);
    }

    /* "7 January" of 2027-01-07. */
    function dated(iso: string): string {
        const [year, month, day] = iso.split("-").map(Number);
        return new Date(year, month - 1, day).toLocaleDateString(Qt.locale(), qsTr("d MMMM"));
    }

    colors: Theme.night
    canStartOver: false

    ScreenLayout {
        anchors.fill: parent
        share: 0.44
        footInMiddle: true
        footGap: Theme.pickScaled(96, 0, 0)

        view: NightScene {
            anchors.fill: parent
        }

        foot: [
            Repeater {
                model: closed.lines

                StatusPill {
                    required property int index
                    required property string modelData

                    Layout.topMargin: index > 0 ? Theme.scaled(12) : 0
                    text: modelData
                    open: false
                    colors: closed.colors
                }
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(44, 40, 24)
                Layout.fillWidth: true
                textStyle: Theme.closed
                text: qsTr("We’re closed\nright now.")
                color: closed.colors.ink
            },
            ThemedText {
                Layout.topMargin: Theme.pickScaled(36, 32, 20)
                Layout.bottomMargin: Theme.pickScaled(96, 0, 0)
                Layout.fillWidth: true
                textStyle: Theme.lead
                text: closed.back
                color: closed.colors.ink2
            }
        ]
    }
}
