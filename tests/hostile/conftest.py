"""What is not a test here."""

collect_ignore = ["watch"]
"""Python loads ``watch/sitecustomize.py`` where it is asked to; some systems have a module of that name already."""
