"""What makes the website of the content, and knows no generator. Above checks."""
