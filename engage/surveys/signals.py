"""What surveys tell the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent inside the transaction that submits: sender None, `response_ids` a list of uuid.UUID.
responses_submitted = signal("responses-submitted")
