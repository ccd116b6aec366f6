/** Words that more than one page shows, in English. */

export const words = {
  "visitor.unnamed": "Visitor",

  "away.title": "No connection.",
};
