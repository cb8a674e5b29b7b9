"""Writes standalone modules of NumPy code: formulas, tests of domains, integrals, and what users see."""
