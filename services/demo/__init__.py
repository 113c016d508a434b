"""The demo region: made-up people and places in real towns."""
