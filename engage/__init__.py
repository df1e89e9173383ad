"""Engage: surveys and co-design for public services, from an answer to what was done about it."""
