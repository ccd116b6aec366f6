/** The desk's words in English: pairing, sign-in, the PIN pad. */

export const words = {
  "pairing.title": "This tablet isn’t paired yet.",
  "pairing.words": "Open the address your lead hands out. You only do this once.",
  "pairing.proxy":
    "The server was asked under another name than this page. Whoever set up the proxy: it has to pass on Host and X-Forwarded-Proto; or public_url in site.toml isn’t this address.",
  "pairing.unknown": "That address has stopped working. Ask your lead for a new one.",

  "kioskCode.title": "Kiosk {code} waits for a lead.",
  "kioskCode.tablet": "On a paired tablet, a lead opens Kiosks and tablets and types {code}. Scanned with that tablet, it is typed already.",
  "kioskCode.server": "Without a tablet, on the server: kiosk pair approve {code} --letter B",
  "kioskCode.pair": "To make this one a paired tablet, open here what kiosk pair --tablet prints on the server.",

  "away.words.no_connection": "The server doesn’t answer. We try again by ourselves.",
  "away.words.server_failed": "It answers, but it can’t do this now. We try again by ourselves.",
  "away.words.in_the_way": "Something else answers in place of the server. Ask your lead. We try again by ourselves.",

  "signIn.title": "Who’s at the desk?",
  "signIn.members": "Members",
  "signIn.nobody": "No members yet. Your lead adds the first one.",
  "signIn.hello": "Hello, {name}.",
  "signIn.pin": "Type your PIN.",
  "signIn.keypad": "PIN keypad",
  "signIn.digits": { one: "{count} of 6 digits", other: "{count} of 6 digits" },
  "signIn.back": "Back",
  "signIn.delete": "Delete the last digit",
  "signIn.checking": "Checking.",
  "signIn.wrong": {
    one: "That isn’t the PIN. {count} try left.",
    other: "That isn’t the PIN. {count} tries left.",
  },
  "signIn.locked": {
    one: "Too many tries. Try again in {count} minute, or ask your lead for a new PIN.",
    other: "Too many tries. Try again in {count} minutes, or ask your lead for a new PIN.",
  },
};
