"""Makes data/basemap from pinned packages."""
