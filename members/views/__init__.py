"""The pages of the members floor, split by noun."""
