"""What surveys tell the rooms above."""

from __future__ import annotations

from blinker import signal

# Sent inside the transaction that submits: sender None, `response_ids` a list of uuid.UUID.
responses_submitted = signal("responses-submitted")
# Sent inside the transaction that takes back, before anything is deleted: sender None, `response_ids` the same.
responses_withdrawn = signal("responses-withdrawn")
