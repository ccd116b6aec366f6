"""HTTP of the server: reading requests, refusing them, describing the API, streams, pages."""
