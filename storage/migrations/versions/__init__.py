"""The revisions; Alembic reads them as files."""
