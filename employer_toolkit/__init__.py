"""The employer's side: who they are, where they are recognised, which places they offer."""
