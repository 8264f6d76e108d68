"""Tools that write parts of the documents and of the lock."""
