"""Score the pipeline against gold data; `policy-claims evaluate` from a checkout.

Usage: scripts/evaluate.py figures --gold FILE [--predictions-out FILE]
"""

from nlp.cli import run_app
from nlp.cli.evaluate import evaluate_app

if __name__ == "__main__":
    run_app(evaluate_app)
