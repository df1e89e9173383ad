"""What updates tell the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent after the commit, when people are to be written to: sender None, `address_ids` a list of uuid.UUID.
letters_wanted = signal("letters-wanted")
