"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "commission",
    "person",
    "login",
    "membership",
    "round",
    "ballot",
    "checkpoint",
    "credential",
    "election",
    "idem",
    "imported_file",
    "log_entry",
    "proposal",
    "roll",
    "tally",
    "project",
)


def upgrade() -> None:
    make_commission()
    make_person()
    make_login()
    make_membership()
    make_round()
    make_ballot()
    make_checkpoint()
    make_credential()
    make_election()
    make_idem()
    make_imported_file()
    make_log_entry()
    make_proposal()
    make_roll()
    make_tally()
    make_project()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def make_commission() -> None:
    op.create_table(
        "commission",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("slug", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("purpose", AutoString(), nullable=False),
        sa.Column("currency", AutoString(), nullable=False),
        sa.Column("minor_units", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission")),
        sa.UniqueConstraint("slug", name=op.f("uq_commission_slug")),
    )


def make_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=False),
        sa.Column("office", word("office", "none", "steward"), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )


def make_login() -> None:
    op.create_table(
        "login",
        sa.Column("token_sha256", AutoString(), nullable=False),
        sa.Column("person_id", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_person_id_person")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_login")),
    )
    op.create_index("ix_login_person_id", "login", ["person_id"])


def make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("commission_id", AutoString(), nullable=False),
        sa.Column("person_id", AutoString(), nullable=False),
        sa.Column("role", word("role", "resident", "facilitator", "auditor"), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id"], ["commission.id"], name=op.f("fk_membership_commission_id_commission")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("commission_id", "person_id", "role", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"])


def make_round() -> None:
    op.create_table(
        "round",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("commission_id", AutoString(), nullable=False),
        sa.Column("slug", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("purpose", AutoString(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("currency", AutoString(), nullable=False),
        sa.Column("minor_units", sa.Integer(), nullable=False),
        sa.Column("rule_id", AutoString(), nullable=False),
        sa.Column("rule_options", sa.JSON(), nullable=False),
        sa.Column(
            "ballot_kind",
            word("ballotkind", "approval", "choose-1", "ordinal", "cumulative", "scoring"),
            nullable=False,
        ),
        sa.Column("max_choices", sa.Integer(), nullable=True),
        sa.Column("max_sum_cost", sa.BigInteger(), nullable=True),
        sa.Column("proposals_from", UTCDateTime(), nullable=False),
        sa.Column("review_from", UTCDateTime(), nullable=False),
        sa.Column("voting_from", UTCDateTime(), nullable=False),
        sa.Column("voting_until", UTCDateTime(), nullable=False),
        sa.Column("numbered", sa.Integer(), nullable=False),
        sa.Column("origin", AutoString(), nullable=True),
        sa.Column("election_hash", AutoString(), nullable=True),
        sa.Column("sequenced_at", UTCDateTime(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["commission_id"], ["commission.id"], name=op.f("fk_round_commission_id_commission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("slug", name=op.f("uq_round_slug")),
    )
    op.create_index("ix_round_commission_id", "round", ["commission_id"])


def make_ballot() -> None:
    op.create_table(
        "ballot",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("cred", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("opening", sa.LargeBinary(), nullable=False),
        sa.Column("idx", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "leaf_hash", name=op.f("pk_ballot")),
        sa.UniqueConstraint("round_id", "cred", name=op.f("uq_ballot_round_id_cred")),
        sa.UniqueConstraint("round_id", "idx", name=op.f("uq_ballot_round_id_idx")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def make_checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_checkpoint_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "size", name=op.f("pk_checkpoint")),
    )


def make_credential() -> None:
    op.create_table(
        "credential",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("cred", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_credential_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "cred", name=op.f("pk_credential")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def make_election() -> None:
    op.create_table(
        "election",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_election_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_election")),
    )


def make_idem() -> None:
    op.create_table(
        "idem",
        sa.Column("round_id", sa.Text(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("req_hash", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_idem_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_idem")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_idem_leaf_hash", "idem", ["leaf_hash"])


def make_imported_file() -> None:
    op.create_table(
        "imported_file",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("digest", AutoString(), nullable=False),
        sa.Column("meta", sa.JSON(), nullable=False),
        sa.Column("selected", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_imported_file_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_imported_file")),
        sa.UniqueConstraint("digest", name=op.f("uq_imported_file_digest")),
    )


def make_log_entry() -> None:
    op.create_table(
        "log_entry",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("log", word("log", "acts", "main"), nullable=False),
        sa.Column("idx", sa.Integer(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_log_entry_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "log", "idx", name=op.f("pk_log_entry")),
    )


def make_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("author_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("summary", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("estimate", sa.BigInteger(), nullable=True),
        sa.Column("status", word("status", "submitted", "admitted", "declined", "withdrawn"), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_proposal_author_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_proposal_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_proposal_round_id_number")),
    )
    op.create_index("ix_proposal_author_id", "proposal", ["author_id"])
    op.create_index("ix_proposal_round_id", "proposal", ["round_id"])


def make_roll() -> None:
    op.create_table(
        "roll",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("person_id", AutoString(), nullable=False),
        sa.Column("mark", word("mark", "eligible", "voted"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roll_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_roll_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_roll")),
    )


def make_tally() -> None:
    op.create_table(
        "tally",
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("state", word("state", "queued", "running", "done", "failed"), nullable=False),
        sa.Column("claim", AutoString(), nullable=False),
        sa.Column("heartbeat", UTCDateTime(), nullable=True),
        sa.Column("seed_index", sa.Integer(), nullable=True),
        sa.Column("result_json", sa.LargeBinary(), nullable=True),
        sa.Column("result_pb", sa.LargeBinary(), nullable=True),
        sa.Column("digest", AutoString(), nullable=True),
        sa.Column("error", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_tally_round_id_round")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_tally")),
    )


def make_project() -> None:
    op.create_table(
        "project",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("round_id", AutoString(), nullable=False),
        sa.Column("proposal_id", AutoString(), nullable=True),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("summary", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("standing", word("standing", "standing", "withdrawn"), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_project_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_project_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_project_proposal_id")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_project_round_id_number")),
        sa.UniqueConstraint("round_id", "position", name=op.f("uq_project_round_id_position")),
    )


def word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=20)
