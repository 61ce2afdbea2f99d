"""Whether units can be promised twice: many writers at once want more than there is, while the database is killed."""
