pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* What can be touched. Acts on release inside, whatever the time; sliding off cancels. */
Item {
    id: pressable

    required property string name
    /* Whether it waits its turn after any button; keys do not. */
    property bool rests: true
    property bool busy: false
    readonly property bool down: tap.pressed && !busy

    signal acted

    function act() {
        if (busy || (rests && TouchRest.resting)) {
            return;
        }
        if (rests) {
            TouchRest.begin();
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
