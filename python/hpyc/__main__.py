"""``python -m hpyc``."""

from hpyc.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
