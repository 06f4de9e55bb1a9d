from __future__ import annotations

from studytool.core.expression_tree import Binary, Call, Name, Number, Unary, height, walk


def test_walk_goes_in_the_order_written():
    tree = Binary("+", Call("mean", (Name("a"),), ("s", "w")), Unary("-", Name("b")))
    assert [node.name for node in walk(tree) if isinstance(node, Name)] == ["a", "s", "w", "b"]


def test_height_counts_levels():
    assert height(Number(1.0)) == 1
    assert height(Unary("-", Binary("+", Name("a"), Unary("-", Name("b"))))) == 4


def test_height_of_a_very_deep_tree_is_found_without_recursion():
    tree = Name("a")
    for _ in range(5_000):
        tree = Unary("-", tree)
    assert height(tree) == 5_001
