"""Benchmarks, each a ratio of two timings measured side by side in one run (``make bench``), and the chaos run."""
