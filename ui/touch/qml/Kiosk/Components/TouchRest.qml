pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* After a button acted, no button acts for a moment: the second half of a double touch meets nothing. */
QtObject {
    id: rest

    readonly property bool resting: timer.running

    readonly property Timer timer: Timer {
        interval: Theme.restMs
    }

    function begin() {
        timer.restart();
    }
}
