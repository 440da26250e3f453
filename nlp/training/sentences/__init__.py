"""The sentence encoder of `compare`: an open one, made small; nothing is fitted."""
