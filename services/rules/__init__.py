"""The rules for whoever keeps them: told in plain Dutch, and looked over for faults and for what wants attention."""
