"""What is wrong with the content. Above content."""
