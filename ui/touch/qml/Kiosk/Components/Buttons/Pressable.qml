/* Base of everything that can be touched. It acts when the finger is released inside, however long it was down;
   sliding off cancels. One that appears without the visitor's touch fades in, and is deaf until it has been seen. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

Item {
    id: pressable

    required property string name
    /* Whether the next touch may follow at once, as on keys; after other buttons none acts for a moment. */
    property bool quick: false
    property bool busy: false
    readonly property bool down: tap.pressed && armed && !busy
    /* Whether the finger came down when the button was ready; only then its release counts. */
    property bool armed: false
    property int frame: 0
    readonly property bool crowded: TouchGuard.crowded

    signal acted

    function appear() {
        frame = TouchGuard.appear();
        armed = false;
        if (frame > 0) {
            arrival.restart();
        } else {
            arrival.complete();
        }
    }

    function act() {
        if (busy || !TouchGuard.accepts(frame)) {
            return;
        }
        TouchGuard.begin(quick);
        acted();
        TouchGuard.end();
    }

    scale: down && Theme.motion ? 0.985 : 1

    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.onPressAction: act()

    Component.onCompleted: if (visible) appear()
    onVisibleChanged: if (visible) appear()
    onCrowdedChanged: armed = false

    Behavior on scale {
        NumberAnimation {
            duration: Theme.pressMs
        }
    }

    NumberAnimation on opacity {
        id: arrival

        running: false
        from: 0.1
        to: 1
        duration: Theme.deafMs
    }

    TapHandler {
        id: tap

        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onPressedChanged: if (pressed) pressable.armed = !pressable.busy && TouchGuard.accepts(pressable.frame)
        onTapped: if (pressable.armed) pressable.act()
    }
}
