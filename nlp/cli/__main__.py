"""`python -m nlp.cli` is `policy-claims`."""

from nlp.cli import main

main()
