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
  "header.onDuty": "While you’re signed in, the kiosk says you’re here.",
  "header.shortcuts": "Keyboard shortcuts",
  "header.chime": "Chime when someone joins an empty line",
  "header.fleet": "Kiosks and tablets",
  "header.signOut": "Sign out",

  "banner.no_connection": "No connection. Your notes are safe on this tablet.",
  "banner.server_failed": "The server has trouble. Your notes are safe on this tablet.",
  "banner.in_the_way": "Something else answers in place of the server. Your notes are safe on this tablet.",
  "banner.age": "This is how it was at {time}.",

  "privacyScreen.touch": "{name}, touch to carry on",
  "privacyScreen.minutes": "{count}\u00a0min",

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
  "lost.no_connection": "No connection. Try again in a moment.",
  "lost.server_failed": "The server has trouble. Try again in a moment.",
  "lost.in_the_way": "Something else answered in place of the server. Ask your lead.",
  "notice.leadPairs": "Only a lead pairs a kiosk. Ask yours to scan the code.",
  "notice.refused": "That didn’t go through. Try again.",
};
