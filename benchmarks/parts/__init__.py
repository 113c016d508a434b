"""What the measurements share: made-up markets of any size, the alternatives, and the table of figures."""
