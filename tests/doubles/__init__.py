"""Hand-written stand-ins that tests of several parts share: clocks, ids, lines, homes, pictures."""
