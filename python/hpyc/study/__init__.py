"""The study: compiled against interpreted code, every configuration in the same rounds."""
