"""What became of a case on one page: which figures stand side by side, in which words, and how much has room."""
