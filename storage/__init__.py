"""What the service remembers: tables, stores and migrations; the only place that knows SQL."""
