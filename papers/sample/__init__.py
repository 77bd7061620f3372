"""A management action table of our own: 44 actions in November, and the same table updated in March.

The texts are the source, in the shape that a PDF leaves behind; the Word documents are made from them by
``python -m papers.sample.make``.
"""
