"""Equal shares, room by room: who may pay, what is left, what a project costs its supporters, one run, many runs."""
