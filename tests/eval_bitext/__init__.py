"""Scores alignment on bitext that was written for it; ``python -m tests.eval_bitext`` prints the table."""
