pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

/* Every colour, size and duration of the touchscreen. Sizes are drawn for 1080 x 1920 and go through scaled(). */
QtObject {
    id: theme

    /* Set by Main.qml from the window and the environment. */
    property real scale: 1
    property bool motion: true

    readonly property Tones light: Tones {
        bg: "#F1F5F4"; surface: "#FFFFFF"; tint: "#E3ECEA"
        ink: "#0F2A2E"; ink2: "#3C5357"; line: "#D3DDDC"; edge: "#71878A"
        primary: "#12545A"; onPrimary: "#FFFFFF"; primaryPress: "#0C3F44"
        accent: "#FFB26B"; onAccent: "#0F2A2E"; accentPress: "#F09D50"
        halo: "#D0DEDC"; furniture: "#FFFFFF"
    }
    readonly property Tones night: Tones {
        bg: "#0F2A2E"; surface: "#18393E"; tint: "#1E4247"
        ink: "#F1F5F4"; ink2: "#BBCDCC"; line: "#2C5056"; edge: "#7E999B"
        primary: "#FFB26B"; onPrimary: "#0F2A2E"; primaryPress: "#F09D50"
        accent: "#FFB26B"; onAccent: "#0F2A2E"; accentPress: "#F09D50"
        halo: "#18393E"; furniture: "#F1F5F4"
    }
    readonly property color open: "#2FA86D"
    readonly property color shut: "#7E999B"
    readonly property color seatTaken: "#3C6165"
    readonly property color perforation: "#5B777B"
    readonly property color ringBack: "#3C6165"
    readonly property color keyShade: "#CBD6D4"
    readonly property color keyPress: "#D3DDDC"
    readonly property color glass: "#F00F2A2E"
    readonly property color flash: "#FFFFFF"

    readonly property Cut number: Cut { family: "Inter Display"; px: 300; line: 0.86; weight: Font.DemiBold; track: -0.045; tabular: true }
    readonly property Cut welcome: Cut { family: "Inter Display"; px: 188; line: 0.92; weight: Font.DemiBold; track: -0.042 }
    readonly property Cut hero: Cut { family: "Inter Display"; px: 176; line: 1.02; weight: Font.DemiBold; track: -0.04 }
    readonly property Cut headline: Cut { family: "Inter Display"; px: 144; line: 1.02; weight: Font.DemiBold; track: -0.035 }
    readonly property Cut grand: Cut { family: "Inter Display"; px: 112; line: 1.02; weight: Font.DemiBold; track: -0.028 }
    readonly property Cut title: Cut { family: "Inter Display"; px: 88; line: 1.02; weight: Font.DemiBold; track: -0.028 }
    readonly property Cut typed: Cut { family: "Inter Display"; px: 76; line: 1.1; weight: Font.Medium; track: -0.02 }
    readonly property Cut seat: Cut { family: "Inter Display"; px: 76; line: 1.05; weight: Font.DemiBold; track: -0.028 }
    readonly property Cut seatNumber: Cut { family: "Inter Display"; px: 44; line: 1; weight: Font.DemiBold; track: 0; tabular: true }
    readonly property Cut question: Cut { family: "Inter Display"; px: 72; line: 1.1; weight: Font.DemiBold; track: -0.026 }
    readonly property Cut figure: Cut { family: "Inter Display"; px: 60; line: 1.05; weight: Font.DemiBold; track: -0.025; tabular: true }
    readonly property Cut heading: Cut { family: "Inter Display"; px: 56; line: 1.1; weight: Font.DemiBold; track: -0.02 }
    readonly property Cut lead: Cut { px: 44; line: 1.25; weight: Font.Medium; track: -0.012 }
    readonly property Cut primaryAction: Cut { px: 48; line: 1.12; weight: Font.DemiBold; track: -0.012 }
    readonly property Cut action: Cut { px: 40; line: 1.12; weight: Font.DemiBold; track: -0.012 }
    readonly property Cut key: Cut { px: 44; line: 1; weight: Font.Medium; track: 0 }
    readonly property Cut keyWord: Cut { px: 32; line: 1; weight: Font.Medium; track: 0 }
    readonly property Cut hint: Cut { px: 38; line: 1.2; weight: Font.Medium; track: -0.01 }
    readonly property Cut body: Cut { px: 36; line: 1.35; weight: Font.Normal; track: -0.006 }
    readonly property Cut note: Cut { px: 36; line: 1.35; weight: Font.Medium; track: -0.006 }
    readonly property Cut caption: Cut { px: 34; line: 1.2; weight: Font.Medium; track: -0.006; tabular: true }
    readonly property Cut pill: Cut { px: 32; line: 1.2; weight: Font.Medium; track: -0.006 }
    readonly property Cut brand: Cut { px: 32; line: 1.2; weight: Font.DemiBold; track: -0.01 }
    readonly property Cut clock: Cut { px: 30; line: 1.2; weight: Font.Medium; track: 0; tabular: true }
    readonly property Cut label: Cut { px: 28; line: 1.2; weight: Font.Medium; track: 0 }

    /* Height of a line as the font draws it; Words.qml sets lines closer or wider than that. */
    readonly property real naturalLine: 1.21

    readonly property real margin: scaled(72)
    readonly property real touchTarget: scaled(96)
    readonly property real secondaryTarget: scaled(128)
    readonly property real primaryTarget: scaled(152)
    readonly property real gap: scaled(24)
    readonly property real radiusCard: scaled(40)
    readonly property real radiusPicture: scaled(48)
    readonly property real edgeWidth: scaled(3)
    readonly property real ruleWidth: scaled(2)

    readonly property int pressMs: ms(90)
    readonly property int stateMs: ms(180)
    readonly property int screenMs: ms(320)
    readonly property int arriveMs: ms(480)
    readonly property int flashMs: ms(120)
    readonly property int loopMs: 9000
    readonly property int leanMs: 3000
    property int restMs: 400
    readonly property real travel: motion ? scaled(24) : 0
    readonly property list<real> standardCurve: [0.2, 0, 0, 1, 1, 1]

    function scaled(px: real): real {
        return px > 0 ? Math.max(1, Math.round(px * scale)) : 0
    }

    function ms(full: int): int {
        return motion ? full : 0
    }
}
