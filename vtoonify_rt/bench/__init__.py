"""What the user gets, measured: frame rate, latency, processor time and memory of the live picture.

`measure.run_bench` makes one measurement in this process, `combinations` several in fresh ones.
"""
