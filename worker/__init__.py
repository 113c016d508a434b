"""Background work: what was promised in the database is done here, once in effect, whatever breaks."""
