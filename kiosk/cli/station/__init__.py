"""Commands on a kiosk, beside its running program or instead of it."""
