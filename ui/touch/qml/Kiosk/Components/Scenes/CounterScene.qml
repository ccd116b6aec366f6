/* A drawing of two people and a screen between them. When they lean in, the warning turns into a tick. */
pragma ComponentBehavior: Bound

import QtQuick
import Kiosk.Components.Basics
import Kiosk.Theme

Item {
    id: figures

    required property ColorScheme colors
    /* 0 still, 1 leaning in. Animate it in few steps: each one paints a part of the screen. */
    property real lean: 0
    /* Whether the scene stands in the middle of its place, or at the foot. */
    property bool middle: false
    readonly property real fit: Math.min(width / 936, height / 600)
    readonly property point corner: Qt.point(Math.round((width - 936 * fit) / 2), Math.round((height - 600 * fit) / (middle ? 2 : 1)))

    /* A part with its place in a scene of 936 x 600. No part is larger than what it shows, because all of it is repainted. */
    component Part: Icon {
        required property rect box

        width: Math.round(box.width * figures.fit)
        height: Math.round(box.height * figures.fit)
        x: figures.corner.x + Math.round(box.x * figures.fit)
        y: figures.corner.y + Math.round(box.y * figures.fit)
    }

    component Person: Part {
        id: person

        required property point foot
        required property real degrees

        transform: Rotation {
            origin.x: (person.foot.x - person.box.x) * figures.fit
            origin.y: (person.foot.y - person.box.y) * figures.fit
            angle: person.degrees * figures.lean
        }
    }

    Part {
        name: "scene-light"
        box: Qt.rect(434, 2, 500, 500)
        color: figures.colors.halo
    }

    Person {
        name: "scene-visitor"
        box: Qt.rect(92, 94, 308, 482)
        foot: Qt.point(243, 546)
        degrees: 4
    }

    Person {
        name: "scene-member"
        box: Qt.rect(544, 98, 308, 478)
        foot: Qt.point(702, 546)
        degrees: -4
    }

    Part {
        name: "scene-counter"
        box: Qt.rect(0, 330, 936, 270)
        color: figures.colors.furniture
    }

    Part {
        name: "scene-warning"
        box: Qt.rect(424, 376, 96, 96)
        opacity: 1 - figures.lean
        visible: opacity > 0
    }

    Part {
        name: "scene-tick"
        box: Qt.rect(424, 376, 96, 96)
        opacity: figures.lean
        visible: opacity > 0
    }
}
