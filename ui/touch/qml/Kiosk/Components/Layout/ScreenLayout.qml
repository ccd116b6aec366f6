/* The pieces of a screen, laid out for the window's shape. Tall: head, view, foot, aside, one below the other. Wide: the
   view with its aside in one column, head and foot in the other. What puts a visitor in line stands in the foot: in a
   tall window above Theme.choicesHeight, in a wide one beside Theme.choicesShare, and other choices never stand there. */
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Kiosk.Theme

Item {
    id: spread

    property alias head: headColumn.data
    property alias view: viewPlace.data
    property alias aside: asideColumn.data
    property alias foot: footColumn.data
    /* In a wide window: whether the view comes first, and its share of the width. */
    property bool viewFirst: false
    property real share: 0.5
    /* In a wide window: whether the foot stands in the middle of its column. */
    property bool footInMiddle: false
    property real columnGap: Theme.columnGap
    property real viewGap: Theme.pickScaled(40, 24, 16)
    property real footGap: Theme.gap
    property real asideGap: Theme.pickScaled(48, 24, 16)
    readonly property real headroom: Theme.pickScaled(28, 16, 8)
    readonly property real footroom: Theme.pickScaled(36, 28, 16)
    readonly property real asideRoom: Theme.wide || asideColumn.implicitHeight === 0 ? 0
                                      : asideColumn.implicitHeight + asideGap
    readonly property real room: width - 2 * Theme.margin
    readonly property real viewWidth: Theme.wide ? Math.round((room - columnGap) * share) : room
    readonly property real wordsWidth: Theme.wide ? room - columnGap - viewWidth : room
    readonly property real near: Theme.margin
    readonly property real viewX: Theme.wide && !viewFirst ? near + wordsWidth + columnGap : near
    readonly property real wordsX: Theme.wide && viewFirst ? near + viewWidth + columnGap : near

    ColumnLayout {
        id: headColumn

        x: spread.wordsX
        y: spread.headroom
        width: spread.wordsWidth
        spacing: 0
    }

    Item {
        id: viewPlace

        readonly property real below: Theme.wide && asideColumn.implicitHeight > 0 ? asideColumn.y : footColumn.y
        readonly property real from: Theme.wide || headColumn.implicitHeight === 0
                                     ? spread.headroom : headColumn.y + headColumn.height + spread.viewGap

        x: spread.viewX
        y: from
        width: spread.viewWidth
        height: Math.max(0, (Theme.wide && asideColumn.implicitHeight === 0 ? spread.height - spread.footroom
                             : below - spread.footGap) - from)
    }

    ColumnLayout {
        id: asideColumn

        x: spread.viewX
        y: spread.height - spread.footroom - height
        width: spread.viewWidth
        spacing: 0
    }

    ColumnLayout {
        id: footColumn

        x: spread.wordsX
        y: Theme.wide && spread.footInMiddle ? Math.round((spread.height - height) / 2)
                                             : spread.height - spread.footroom - height - spread.asideRoom
        width: spread.wordsWidth
        spacing: 0
    }
}
