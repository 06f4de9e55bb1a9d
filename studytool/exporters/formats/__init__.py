"""One exporter a file; every module here is found by walking the package."""
