"""The kiosks of a site: pairing, letters and seats, and how each of them fares."""
