"""The reading process: its program, the messages to it, and the reader that runs it."""
