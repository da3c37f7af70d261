"""Words without which a file is read by none of the readers: looked for in its bytes before anything is loaded."""

from __future__ import annotations

import re
from typing import Final

SQL_ENDINGS: Final = (".sql", ".pgsql", ".psql", ".ddl")
PYTHON_MIGRATION: Final = re.compile(rb"class Migration\b|^down_revision\b", re.MULTILINE)
EMBEDDED_MIGRATION: Final = re.compile(rb"ActiveRecord::Migration|MigrationInterface|queryInterface|[kK]nex|\bpgm\b")
MODEL: Final = re.compile(rb"models\.|olumn\(|Field\(")
"""Of Django's models, SQLAlchemy's mapped classes and tables, SQLModel's tables."""
