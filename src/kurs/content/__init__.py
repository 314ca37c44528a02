"""What authors write, read and understood: lessons, questions, tools, settings. The lowest storey; an import goes down only."""
