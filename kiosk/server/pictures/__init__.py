"""Pictures of visits: stored, uploaded in pieces, looked at with a reason."""
