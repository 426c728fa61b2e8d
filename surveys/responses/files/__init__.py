"""Files that answer questions: taking them in, what an answer keeps of them, how many there may be, and sweeping up."""
