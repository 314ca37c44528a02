"""From lessons and a question bank to a site, files for other systems, and paper."""
