/* Debounces touches: after a button acted, no button acts for a moment, so that the second half of a double touch
   does not press what has just appeared. */
pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

QtObject {
    id: debounce

    readonly property bool active: timer.running

    readonly property Timer timer: Timer {
        interval: Theme.debounceMs
    }

    function begin() {
        timer.restart();
    }
}
