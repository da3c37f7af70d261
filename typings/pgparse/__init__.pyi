"""The part of pgparse that Holdfast calls; the wheel carries no types."""

class PGQueryError(Exception):
    message: str
    position: int

def parse(statement: str) -> list[dict[str, object]]: ...
def parse_pgsql(function: str) -> list[dict[str, object]]: ...
