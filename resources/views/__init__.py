"""The pages of the second floor, split by noun."""
