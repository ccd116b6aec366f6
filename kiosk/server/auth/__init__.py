"""Authentication and permissions: members and PINs, paired tablets, stations and their tokens."""
