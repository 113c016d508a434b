"""From words to competencies: the linker, suggesting, keeping what people say of the suggestions, and reviewing it."""
