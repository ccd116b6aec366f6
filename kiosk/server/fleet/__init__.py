"""The kiosks of a site: pairing, letters and seats, and the status of each."""
