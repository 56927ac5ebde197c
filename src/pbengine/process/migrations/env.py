"""Run by alembic: brings a database to the state that the tables describe."""

from alembic import context

from pbengine.process.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
