/* Every colour, size and duration of the touchscreen. Sizes are drawn for 1080 x 1920, 1920 x 1080 or, compact,
   1080 x 810, chosen by the window's shape (pick), and go through scaled(). */
pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

QtObject {
    id: theme

    /* Set by WindowScale.qml from the window, and by Main.qml from the environment and the settings. */
    property real scale: 1
    property bool motion: true
    property bool wide: false
    /* A wide window too small for everything: less space, smaller titles, the same words and targets. */
    property bool compact: false
    property bool dark: false

    /* The colours of every screen but the welcome, which is always night. */
    readonly property ColorScheme colors: dark ? dusk : light
    readonly property ColorScheme light: ColorScheme {
        bg: "#F1F5F4"; surface: "#FFFFFF"; tint: "#E3ECEA"
        ink: "#0F2A2E"; ink2: "#3C5357"; line: "#D3DDDC"; edge: "#71878A"
        primary: "#12545A"; onPrimary: "#FFFFFF"; primaryPress: "#0C3F44"
        accent: "#FFB26B"; onAccent: "#0F2A2E"; accentPress: "#F09D50"
        halo: "#D0DEDC"; furniture: "#FFFFFF"
        card: "#0F2A2E"; cover: "#0F2A2E"; keyShade: "#CBD6D4"; keyPress: "#D3DDDC"
    }
    readonly property ColorScheme dusk: ColorScheme {
        bg: "#0F2A2E"; surface: "#18393E"; tint: "#21474C"
        ink: "#F1F5F4"; ink2: "#BBCDCC"; line: "#2C5056"; edge: "#7E999B"
        primary: "#FFB26B"; onPrimary: "#0F2A2E"; primaryPress: "#F09D50"
        accent: "#FFB26B"; onAccent: "#0F2A2E"; accentPress: "#F09D50"
        halo: "#18393E"; furniture: "#F1F5F4"
        card: "#18393E"; cover: "#061518"; keyShade: "#16343A"; keyPress: "#2C5056"
    }
    readonly property ColorScheme night: ColorScheme {
        bg: "#0F2A2E"; surface: "#18393E"; tint: "#1E4247"
        ink: "#F1F5F4"; ink2: "#BBCDCC"; line: "#2C5056"; edge: "#7E999B"
        primary: "#FFB26B"; onPrimary: "#0F2A2E"; primaryPress: "#F09D50"
        accent: "#FFB26B"; onAccent: "#0F2A2E"; accentPress: "#F09D50"
        halo: "#18393E"; furniture: "#F1F5F4"
        card: "#18393E"; cover: "#061518"; keyShade: "#16343A"; keyPress: "#2C5056"
    }
    readonly property color open: "#2FA86D"
    readonly property color shut: "#7E999B"
    readonly property color seatTaken: "#3C6165"
    readonly property color perforation: "#5B777B"
    readonly property color ringBack: "#3C6165"
    readonly property color glass: "#F00F2A2E"
    readonly property color flash: "#FFFFFF"
    readonly property color readFill: "#73FFB26B"

    readonly property TextStyle number: TextStyle { family: "Inter Display"; px: theme.pick(300, 264, 190); line: 0.86; weight: Font.DemiBold; track: -0.045; tabular: true }
    readonly property TextStyle welcome: TextStyle { family: "Inter Display"; px: theme.pick(188, 164, 112); line: 0.92; weight: Font.DemiBold; track: -0.042 }
    readonly property TextStyle calledNumber: TextStyle { family: "Inter Display"; px: theme.pick(232, 228, 140); line: 0.9; weight: Font.DemiBold; track: -0.045 }
    readonly property TextStyle called: TextStyle { family: "Inter Display"; px: theme.pick(74, 84, 54); line: 1.06; weight: Font.DemiBold; track: -0.03 }
    readonly property TextStyle boardNumber: TextStyle { family: "Inter Display"; px: theme.pick(76, 76, 54); line: 1; weight: Font.DemiBold; track: -0.03 }
    readonly property TextStyle boardTitle: TextStyle { family: "Inter Display"; px: theme.pick(124, 112, 76); line: 0.95; weight: Font.DemiBold; track: -0.04 }
    readonly property TextStyle hero: TextStyle { family: "Inter Display"; px: theme.pick(176, 104, 72); line: 1.02; weight: Font.DemiBold; track: -0.04 }
    readonly property TextStyle closed: TextStyle { family: "Inter Display"; px: theme.pick(132, 120, 84); line: 0.98; weight: Font.DemiBold; track: -0.035 }
    readonly property TextStyle countdown: TextStyle { family: "Inter Display"; px: 96; line: 1; weight: Font.DemiBold; track: -0.03; tabular: true }
    readonly property TextStyle headline: TextStyle { family: "Inter Display"; px: theme.pick(88, 88, 64); line: 1.02; weight: Font.DemiBold; track: -0.035 }
    readonly property TextStyle grand: TextStyle { family: "Inter Display"; px: theme.pick(112, 128, 60); line: 1.02; weight: Font.DemiBold; track: -0.028 }
    readonly property TextStyle title: TextStyle { family: "Inter Display"; px: theme.pick(88, 84, 52); line: 1.02; weight: Font.DemiBold; track: -0.028 }
    readonly property TextStyle typed: TextStyle { family: "Inter Display"; px: theme.pick(76, 68, 56); line: 1.1; weight: Font.Medium; track: -0.02 }
    readonly property TextStyle seat: TextStyle { family: "Inter Display"; px: theme.pick(76, 76, 54); line: 1.05; weight: Font.DemiBold; track: -0.028 }
    readonly property TextStyle seatNumber: TextStyle { family: "Inter Display"; px: 44; line: 1; weight: Font.DemiBold; track: 0; tabular: true }
    readonly property TextStyle question: TextStyle { family: "Inter Display"; px: theme.pick(72, 88, 46); line: 1.1; weight: Font.DemiBold; track: -0.026 }
    readonly property TextStyle figure: TextStyle { family: "Inter Display"; px: theme.pick(60, 54, 44); line: 1.05; weight: Font.DemiBold; track: -0.025; tabular: true }
    readonly property TextStyle heading: TextStyle { family: "Inter Display"; px: theme.pick(56, 56, 40); line: 1.1; weight: Font.DemiBold; track: -0.02 }
    readonly property TextStyle lead: TextStyle { px: theme.pick(44, 44, 30); line: 1.25; weight: Font.Medium; track: -0.012 }
    readonly property TextStyle invitation: TextStyle { px: theme.pick(44, 40, 34); line: 1.25; weight: Font.Medium; track: -0.012 }
    readonly property TextStyle primaryAction: TextStyle { px: theme.pick(48, 48, 40); line: 1.12; weight: Font.DemiBold; track: -0.012 }
    readonly property TextStyle action: TextStyle { px: theme.pick(40, 40, 34); line: 1.12; weight: Font.DemiBold; track: -0.012 }
    readonly property TextStyle quietAction: TextStyle { px: theme.pick(34, 34, 28); line: 1.12; weight: Font.DemiBold; track: -0.012 }
    readonly property TextStyle key: TextStyle { px: theme.pick(44, 44, 40); line: 1; weight: Font.Medium; track: 0 }
    readonly property TextStyle keyWord: TextStyle { px: 32; line: 1; weight: Font.Medium; track: 0 }
    readonly property TextStyle hint: TextStyle { px: theme.pick(38, 38, 32); line: 1.2; weight: Font.Medium; track: -0.01 }
    readonly property TextStyle body: TextStyle { px: theme.pick(36, 36, 28); line: 1.35; weight: Font.Normal; track: -0.006 }
    readonly property TextStyle note: TextStyle { px: theme.pick(36, 36, 28); line: 1.35; weight: Font.Medium; track: -0.006 }
    readonly property TextStyle caption: TextStyle { px: theme.pick(34, 34, 30); line: 1.2; weight: Font.Medium; track: -0.006; tabular: true }
    readonly property TextStyle pill: TextStyle { px: theme.pick(32, 32, 28); line: 1.2; weight: Font.Medium; track: -0.006 }
    readonly property TextStyle brand: TextStyle { px: theme.pick(32, 32, 28); line: 1.2; weight: Font.DemiBold; track: -0.01 }
    readonly property TextStyle clock: TextStyle { px: theme.pick(30, 30, 28); line: 1.2; weight: Font.Medium; track: 0; tabular: true }
    readonly property TextStyle label: TextStyle { px: 28; line: 1.2; weight: Font.Medium; track: 0 }

    /* Height of a line as the font draws it; ThemedText.qml sets lines closer or wider than that. */
    readonly property real naturalLine: 1.21

    readonly property real margin: pickScaled(72, 80, 40)
    readonly property real topHeight: pickScaled(128, 112, 84)
    /* What the bar leaves free below itself. */
    readonly property real barFoot: pickScaled(24, 8, 0)
    readonly property real barHeight: pickScaled(144, 128, 104)
    readonly property real columnGap: pickScaled(0, 72, 36)
    readonly property real touchTarget: scaled(96)
    readonly property real secondaryTarget: pickScaled(128, 112, 96)
    readonly property real primaryTarget: pickScaled(152, 136, 112)
    /* In a tall window: the height above the bar that belongs to other choices than those that put a visitor in line. */
    readonly property real choicesHeight: scaled(304)
    /* In a wide window: the share of its width that belongs to them. */
    readonly property real choicesShare: compact ? 0.46 : 0.52
    readonly property real gap: pickScaled(24, 24, 16)
    readonly property real radiusCard: scaled(40)
    readonly property real radiusPicture: scaled(48)
    readonly property real radiusShot: scaled(28)
    readonly property real edgeWidth: scaled(3)
    readonly property real ruleWidth: scaled(2)

    readonly property int pressMs: ms(90)
    readonly property int stateMs: ms(180)
    readonly property int screenMs: ms(320)
    readonly property int arriveMs: ms(480)
    readonly property int flashMs: ms(120)
    readonly property int loopMs: 9000
    readonly property int leanMs: 3000
    readonly property int leaningMs: 700
    readonly property list<real> leanSteps: [0, 0.02, 0.1, 0.21, 0.35, 0.5, 0.65, 0.79, 0.9, 0.98, 1]
    property int debounceMs: 400
    /* How long a button that came by itself takes to fade in, and reacts to nothing: longer than a hand needs to stop. */
    property int deafMs: 600
    readonly property real travel: motion ? scaled(24) : 0
    readonly property list<real> standardCurve: [0.2, 0, 0, 1, 1, 1]

    function scaled(px: real): real {
        return px > 0 ? Math.max(1, Math.round(px * scale)) : 0
    }

    /* One of three sizes, by the shape of the window. */
    function pick(tall: int, broad: int, small: int): int {
        return compact ? small : wide ? broad : tall;
    }

    function pickScaled(tall: int, broad: int, small: int): real {
        return scaled(pick(tall, broad, small));
    }

    function ms(full: int): int {
        return motion ? full : 0
    }
}
