"""One scoring rule a file; every module here is found by walking the package."""
