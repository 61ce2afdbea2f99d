"""What the coalition moved: by type of resource, by region and by week."""
