"""The command line: its commands, and answers, builds and evaluations for a terminal."""
