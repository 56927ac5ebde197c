"""What the rules share that divide money between projects instead of choosing whole ones."""
