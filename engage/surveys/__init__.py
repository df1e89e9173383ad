"""Surveys: the instrument, its review, the field, the responses and their answers."""
