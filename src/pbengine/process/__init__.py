"""Records of a commission, and the operations on them."""
