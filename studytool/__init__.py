"""studytool: from survey waves to a brief that a funder can read."""
