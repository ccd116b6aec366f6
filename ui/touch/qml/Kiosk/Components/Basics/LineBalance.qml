/* Measures how much narrower a text of a few lines may be set without needing another line: set so, its lines
   are about equally long, and no word stands alone in the last. */
pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick

Text {
    id: ruler

    readonly property int mostLines: 4
    readonly property int steps: 7

    function spare(words: Text, room: real): real {
        if (room <= 0 || words.text === "" || words.text.includes("\n") || words.wrapMode === Text.NoWrap) {
            return 0;
        }
        ruler.font = words.font;
        ruler.text = words.text;
        ruler.width = room;
        const lines = ruler.lineCount;
        if (lines < 2 || lines > mostLines) {
            return 0;
        }
        let least = ruler.contentWidth / 2;
        let enough = room;
        for (let step = 0; step < steps; step++) {
            const tried = (least + enough) / 2;
            ruler.width = tried;
            if (ruler.lineCount > lines || ruler.contentWidth > tried) {
                least = tried;
            } else {
                enough = tried;
            }
        }
        return Math.max(0, Math.floor(room - enough - 1));
    }

    textFormat: Text.PlainText
    wrapMode: Text.WordWrap
    visible: false
}
