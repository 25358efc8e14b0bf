"""Pre-test and post-test: who takes which form first, and what a class gained. Never for one student."""
