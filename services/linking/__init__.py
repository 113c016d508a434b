"""From words to competencies: suggesting, keeping what people say of the suggestions, and having that reviewed."""
