"""Timings, each as a ratio measured side by side in one run. ``make bench`` runs them all."""
