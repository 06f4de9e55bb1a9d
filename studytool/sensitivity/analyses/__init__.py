"""One sensitivity analysis a file; none imports another."""
