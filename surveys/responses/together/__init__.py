"""Many responses of an operator at once: what is said of one of them holds for each."""
