"""Email addresses that people leave to hear of the result, with no way back to their answers."""
