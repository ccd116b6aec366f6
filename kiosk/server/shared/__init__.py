"""The state of a site as all its readers share it: read once, whoever asks first."""
