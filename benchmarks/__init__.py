"""Measurements of the platform; none of them is shipped."""
