"""Batch runs over whole corpora."""
