pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Theme

/* Two people and a screen between them. When they lean in, the warning turns into a tick. */
Item {
    id: figures

    required property Tones tones
    /* 0 still, 1 leaning in. */
    property real lean: 0

    /* In ten steps: each one paints half the screen anew, and more of them are not seen. */
    readonly property real leaned: Math.round(lean * 10) / 10
    /* Whether it stands in the middle of its place, or at the foot. */
    property bool middle: false
    readonly property real fit: Math.min(width / 936, height / 600)

    component Part: Icon {
        width: Math.round(936 * figures.fit)
        height: Math.round(600 * figures.fit)
        x: Math.round((figures.width - width) / 2)
        y: Math.round((figures.height - height) / (figures.middle ? 2 : 1))
        antialiasing: rotation !== 0
    }

    component Person: Part {
        id: person

        required property real foot
        required property real degrees

        transform: Rotation {
            origin.x: person.width * person.foot
            origin.y: person.height * 0.91
            angle: person.degrees * figures.leaned
        }
    }

    Part {
        name: "scene-light"
        color: figures.tones.halo
    }

    Person {
        name: "scene-visitor"
        foot: 0.26
        degrees: 4
    }

    Person {
        name: "scene-member"
        foot: 0.75
        degrees: -4
    }

    Part {
        name: "scene-counter"
        color: figures.tones.furniture
    }

    Part {
        name: "scene-warning"
        opacity: 1 - figures.leaned
        visible: opacity > 0
    }

    Part {
        name: "scene-tick"
        opacity: figures.leaned
        visible: opacity > 0
    }
}
