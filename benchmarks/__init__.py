"""Measurements that are printed for people, and no tests."""
