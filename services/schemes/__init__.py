"""Schemes for employers: first for a kind of place without anybody's data, and only after a match for a person."""
