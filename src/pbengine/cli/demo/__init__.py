"""A town that was made up, with three rounds that are alive whenever it is started."""
