"""What can be drawn: one file a kind, gathered by themselves, each with a ``draw`` from the request to a picture."""
