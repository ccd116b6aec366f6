/** Words that more than one page shows, in English. */

export const words = {
  "visitor.unnamed": "Visitor",

  "away.no_connection": "No connection.",
  "away.server_failed": "The server has trouble.",
  "away.in_the_way": "Something’s in the way.",
};
