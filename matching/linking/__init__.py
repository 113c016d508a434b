"""Linking words to what they name: taking text apart, learning what parts mean, and finding what comes closest."""
