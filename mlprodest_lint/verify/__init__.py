"""The dynamic checker: asks MLflow for the production model, verifies its artifacts, and runs the worker."""
