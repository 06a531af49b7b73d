"""What is measured, apart from the tests: `python -m benchmarks` lists them, `python -m benchmarks NAME` runs one."""
