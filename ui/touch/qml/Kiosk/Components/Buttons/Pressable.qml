/* Base of everything that can be touched. It acts when the finger is released inside, however long it was down;
   sliding off cancels. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: pressable

    required property string name
    /* Whether it ignores touches for a moment after any button acted; keys do not. */
    property bool debounced: true
    property bool busy: false
    readonly property bool down: tap.pressed && !busy

    signal acted

    function act() {
        if (busy || (debounced && TouchDebounce.active)) {
            return;
        }
        if (debounced) {
            TouchDebounce.begin();
        }
        acted();
    }

    scale: down && Theme.motion ? 0.985 : 1

    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.onPressAction: act()

    Behavior on scale {
        NumberAnimation {
            duration: Theme.pressMs
        }
    }

    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onTapped: pressable.act()
    }
}
