"""What rules share that compare projects two at a time: contests, rankings of all, and funding down a ranking."""
