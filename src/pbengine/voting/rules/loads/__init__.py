"""Rules that share the cost of each project among its supporters: who they are, what each bears, round by round."""
