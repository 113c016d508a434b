"""Taking over the calendars of other organisers: fetching them safely, and keeping what is in them."""
