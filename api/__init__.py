"""The doors for browsers and programs: pages under ``/``, JSON under ``/api/v1``."""
