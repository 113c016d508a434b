"""Taking over lists from elsewhere: one act per list, whole or not at all, and the same file twice changes nothing."""
