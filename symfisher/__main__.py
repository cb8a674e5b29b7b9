"""``python -m symfisher``: the command line."""

from symfisher.cli import main

if __name__ == "__main__":
    main()
