"""Disk to texts and settings: configuration, discovery, target versions, the file system, the cache."""
