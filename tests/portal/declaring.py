"""The declaration under a check page or a nil return, filled in by Alice."""


def declare(visitor, button="报送给"):
    return visitor.in_form({"name": "Alice", "position": "主任", "declared": True}).press(button)


def sent_form(visitor):
    """What the declaration on the page would send, with the tick."""
    return dict(visitor.values()) | {"name": "Alice", "position": "主任", "declared": "on"}
