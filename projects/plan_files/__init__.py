"""Plans as files: out of the portal as JSON and CSV, and back into it, where only what was changed is changed."""
