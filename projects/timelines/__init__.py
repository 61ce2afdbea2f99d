"""Timelines: the milestones of one project, of a workgroup, or of the coalition, drawn on days and told in a table."""
