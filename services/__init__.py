"""What the product does: one function per act, one transaction each."""
