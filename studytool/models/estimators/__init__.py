"""One estimator a file; every module here is found by walking the package."""
