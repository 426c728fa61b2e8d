"""Many responses of an operator at once, with few statements: what is said of one of them holds for each."""
