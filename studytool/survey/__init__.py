"""Raw tables become a checked panel: codebook, decisions, keys, measures.

May import `core` and `intake`.
"""
