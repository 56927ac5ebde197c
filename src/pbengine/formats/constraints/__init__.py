"""What is asked of an outcome beside the budget, as text: read from TOML, and stated beside a result."""

from pbengine.formats.constraints.document import constraints_document
from pbengine.formats.constraints.endowed import endowments_column
from pbengine.formats.constraints.reading import Asked, read_constraints

__all__ = ["Asked", "constraints_document", "endowments_column", "read_constraints"]
