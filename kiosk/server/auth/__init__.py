"""Who may come in: members and their PINs, paired tablets, stations and their tokens."""
