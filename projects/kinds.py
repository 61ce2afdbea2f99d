"""The kinds of activity and notice of the first floor."""
