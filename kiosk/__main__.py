"""Entry point of `python -m kiosk`: runs the command `kiosk`."""

from __future__ import annotations

from kiosk.cli import main

if __name__ == "__main__":
    main()
