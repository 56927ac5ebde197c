"""Text of other programs to values, and back."""
