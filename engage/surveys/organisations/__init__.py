"""Organisations say for whom they answer, and what of it is commercially confidential."""
