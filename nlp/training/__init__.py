"""Labelled data in, model folders and scores out."""
