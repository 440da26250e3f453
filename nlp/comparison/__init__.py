"""Claims against one another and against references; the verdict stays with people."""
