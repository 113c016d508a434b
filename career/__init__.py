"""The young person's side: who they are, what they can, what they want, what helps them."""
