"""Words linked to what they name, with files: the knowledge of words, labels, models, and work in bulk."""
