"""The ledger of events, and the rows that it writes: visits, order in line, words, pictures."""
