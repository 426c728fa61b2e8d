"""The declaration under a check page or a nil return, filled in by Alice."""


def declare(visitor, button="报送给", **more):
    return visitor.in_form({"name": "Alice", "position": "主任", "declared": True, **more}).press(button)


def sent_form(visitor):
    """What the declaration on the page would send, with the tick."""
    return dict(visitor.values()) | {"name": "Alice", "position": "主任", "declared": "on"}
