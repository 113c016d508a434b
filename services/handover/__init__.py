"""Handing a dossier over from one school to the next: the package, its keys, and reading what others send."""
