"""What authors would otherwise write into several files at once: a new lesson, a new address, another module."""
