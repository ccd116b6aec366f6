/** The desk's words in English: pictures and the viewer. */

export const words = {
  "picture.of": "Picture from {name}",
  "picture.open": "Open the picture from {name} full screen",
  "picture.none": "No picture. Ask them to show you.",
  "picture.declined": "No picture: they said no to it.",
  "picture.coming": "The picture is on its way.",
  "picture.failed": "The picture won’t open. Ask them to show you.",
  "picture.all": "All pictures",
  "picture.show": "Show picture {count}",
  "picture.close": "Close the picture",
  "picture.zoomIn": "Zoom in",
  "picture.zoomOut": "Zoom out",

  "read.label": "We can read",
};
