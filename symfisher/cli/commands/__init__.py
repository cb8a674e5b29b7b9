"""One command a file; a new file here with a ``command`` is a new command."""
