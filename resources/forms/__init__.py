"""The forms of the second floor, split by noun."""
