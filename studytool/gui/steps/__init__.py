"""One screen a file, named as in the rail; no screen knows another."""
