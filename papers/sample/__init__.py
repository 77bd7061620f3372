"""A sample management action table: 44 actions in November, and the same table updated in March.

The text files are the source, in the form of text copied from a PDF; the Word documents are made from them by
``python -m papers.sample.make``.
"""
