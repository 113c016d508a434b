"""Entering with the account of one's school, by OpenID Connect: the provider proves who it is, we know who that is."""
