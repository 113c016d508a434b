"""What somebody can see and ask about what is kept of him or her, and how long things are kept."""
