"""The decision aid: what can be done about a complaint, as people of 100, and its check by IPDAS."""
