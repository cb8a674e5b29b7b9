"""The parser's table and the grammar it is made of."""

from symfisher.reading.tabulate import HERE, written


def test_table_is_up_to_date():
    """The table that is shipped is the one that lark makes of the grammar today."""
    assert (HERE / "grammar.json").read_text("utf-8") == written()
