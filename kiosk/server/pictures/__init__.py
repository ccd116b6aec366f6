"""Pictures of visits: resumable upload, storage, and access for members."""
