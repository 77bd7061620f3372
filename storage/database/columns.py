"""The columns' types, and the names of keys and indexes. Keys are text where people name the thing."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Integer,
    MetaData,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows automatically only in an INTEGER column; PostgreSQL can compare JSONB, not JSON.
Id = BigInteger().with_variant(Integer, "sqlite")
JsonColumn = JSON().with_variant(JSONB, "postgresql")
JsonOrNull = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
# Compared sign by sign on both, whatever language the server sorts in.
SortedText = Text().with_variant(Text(collation="C"), "postgresql")
