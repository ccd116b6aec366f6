/** The desk's words in English: pictures and the viewer. */

export const words = {
  "picture.of": "Picture from {name}",
  "picture.open": "Open the picture from {name} full screen",
  "picture.none": "No picture. Ask them to show you.",
  "picture.declined": "No picture: they said no to it.",
  "picture.coming": "The picture is on its way.",
  "picture.late": "The picture hasn’t come yet. Ask them to show you.",
  "picture.stuck": "The picture can’t get through since {time}. Ask them to show you.",
  "picture.silent": "The picture is still on the kiosk. Ask them to show you.",
  "picture.refused": "The picture couldn’t be taken in. Ask them to show you.",
  "picture.failed": "The picture won’t open. Ask them to show you.",
  "picture.all": "All pictures",
  "picture.show": "Show picture {count}",
  "picture.close": "Close the picture",
  "picture.zoomIn": "Zoom in",
  "picture.zoomOut": "Zoom out",

  "read.label": "We can read",

  "tag.two_step": "{code} for two-step sign-in (its secret isn’t kept)",
  "tag.passkey": "{code} for signing in with a passkey (it isn’t kept)",
  "tag.sign_in": "{code} that signs in or pairs a device (it isn’t kept)",
  "tag.wifi": "{code} with a Wi-Fi password (it isn’t kept)",
  "tag.recovery_key": "{code} with a BitLocker recovery key (it isn’t kept)",
  "tag.wallet": "{code} with the key to a wallet (it isn’t kept)",
  "tag.key": "{code} with a password or key (it isn’t kept)",
  "tag.personal": "{code} with someone’s details (they aren’t kept)",
  "tag.unreadable": "{code} that can’t be read",
};
