"""The stations' API: events and pictures come in, the state of the site goes out."""
