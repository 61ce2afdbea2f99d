"""The pages of the first floor, by noun."""
