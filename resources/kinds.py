"""The kinds of activity and notice of the second floor."""
