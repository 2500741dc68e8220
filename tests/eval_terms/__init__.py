"""Evaluation of terms: templated news of made-up agencies, whose terms are known."""
