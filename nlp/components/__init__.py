"""spaCy components, one a file or folder; each finds one kind of record."""
