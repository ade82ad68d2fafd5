"""Other Pythons for the study: which there are, and how to get them.

`store` keeps what was installed, `recipes` says how each is made, `apt` and `maven` talk to
the registries that this machine is configured with.
"""
