"""The camera: previews and stills from a device, a film or a stream."""
