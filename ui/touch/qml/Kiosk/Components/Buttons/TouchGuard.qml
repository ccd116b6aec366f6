/* Decides when a touch may press a button: not while the points on the glass are no fingers, not just after another
   button acted, and not before the visitor can have seen a button that came by itself. */
pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme
import Kiosk.ViewModels

QtObject {
    id: guard

    /* Set by the window (Main.qml, Pair.qml) before it shows a screen. */
    property TouchGuardViewModel model: null
    readonly property bool crowded: model?.crowded ?? false
    /* Whether a button is acting now: what appears meanwhile was asked for by a touch. */
    property bool acting: false
    property real actedAtMs: -1

    /* The frame that will show what appears now; 0 for what the visitor asked for. */
    function appear(): int {
        return acting || !model ? 0 : model.appear();
    }

    function accepts(frame: int): bool {
        if (!model) {
            return false;
        }
        const again = actedAtMs >= 0 && model.nowMs() - actedAtMs < Theme.debounceMs;
        return !crowded && !again && (frame === 0 || model.isSeen(frame, Theme.deafMs));
    }

    /* A button acts. Until some time later no button acts, so that the second half of a double touch does not press what
       has just appeared; `quick` are keys, which follow each other faster. */
    function begin(quick: bool) {
        if (!quick) {
            actedAtMs = model.nowMs();
        }
        acting = true;
    }

    function end() {
        acting = false;
    }
}
