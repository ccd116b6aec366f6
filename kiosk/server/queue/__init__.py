"""The queue of a site: who is next, and what may be done to a visit."""
