"""Train the stance classifier: labelled rows in, model folder out.

Only `rows` can be imported without the packages of the [train] extra.
"""
