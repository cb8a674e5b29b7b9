"""The expectation engine."""
