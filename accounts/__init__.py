"""The people who use the service: who holds an account, and what they are to whom, from when until when."""
