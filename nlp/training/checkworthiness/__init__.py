"""Check-worthiness: a small encoder trained on labelled sentences, and its baseline."""
