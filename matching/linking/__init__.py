"""From free text to what it names: parts of words, vectors, labels, and how sure the answer is."""
