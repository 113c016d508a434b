"""Matching events: what happens when, where, for whom, and which seats are left."""
