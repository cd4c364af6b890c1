"""The page: who asks what, what visitors bring, and answers as HTML."""
