"""The lines of the service specification: what providers are asked for, every wording of it kept."""
