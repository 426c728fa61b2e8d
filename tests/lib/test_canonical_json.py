from surveys.lib.canonical_json import canonical_sha256


def test_the_order_of_keys_does_not_change_the_hash():
    assert canonical_sha256({"a": "1", "b": "2"}) == canonical_sha256({"b": "2", "a": "1"})


def test_the_hash_is_the_one_anyone_can_compute():
    assert canonical_sha256({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
