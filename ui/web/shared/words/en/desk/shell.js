/** The desk's words in English: header, banner, shortcuts, privacy screen, and the notices every room shows. */

export const words = {
  "page.title": "The desk",
  "page.title.waiting": "{count} waiting, {site}",

  "header.openUntil": "Open until {time}",
  "header.open": "Open",
  "header.closed": "Closed",
  "header.nobody": "Nobody waiting",
  "header.justCame": "{count} waiting",
  "header.waiting": "{count} waiting, longest {minutes} min",
  "header.me": "{name}, here",
  "header.shortcuts": "Keyboard shortcuts",
  "header.chime": "Chime when someone joins an empty line",
  "header.fleet": "Kiosks and tablets",
  "header.signOut": "Sign out",

  "banner.offline": "No connection. Your notes are safe on this tablet.",
  "banner.age": "This is how it was at {time}.",

  "privacyScreen.touch": "{name}, touch to carry on",

  "shortcuts.title": "Keyboard shortcuts",
  "shortcuts.callNext": "Call next",
  "shortcuts.arrived": "They’re here",
  "shortcuts.begin": "Begin",
  "shortcuts.outcomes": "How did it end? Then 1 to 4",
  "shortcuts.undo": "Undo the call",
  "shortcuts.note": "Write the note",
  "shortcuts.leaveNote": "Leave the note",
  "shortcuts.zoom": "Zoom the open picture",
  "shortcuts.list": "These keys",
  "shortcuts.or": "or",
  "shortcuts.on": "Use these keys",

  "sheet.close": "Close",

  "notice.dismiss": "Dismiss",
  "notice.lost": "No connection. Try again in a moment.",
  "notice.refused": "That didn’t go through. Try again.",
};
