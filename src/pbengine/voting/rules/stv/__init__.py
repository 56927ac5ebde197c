"""What the rules share that elect to seats from rankings: papers and their transfer, keep values, the count sheet."""
