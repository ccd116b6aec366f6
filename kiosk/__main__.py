"""The `kiosk` command. Owns nothing but the way in."""

from __future__ import annotations

from kiosk.cli import main

if __name__ == "__main__":
    main()
