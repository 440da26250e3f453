"""What can go wrong, in few classes; each message names the remedy."""


class PolicyClaimsError(Exception):
    """Any error this package raises on purpose."""


class InputError(PolicyClaimsError, ValueError):
    """A document, file or option that cannot be used as given."""


class SchemaError(PolicyClaimsError, ValueError):
    """A record that breaks the rules of `nlp.schema`."""


class ModelError(PolicyClaimsError, RuntimeError):
    """A model or lexicon that is missing, damaged or not what it claims to be."""


class ResumeError(PolicyClaimsError, RuntimeError):
    """An output folder that belongs to a run with other settings."""


class OutputError(PolicyClaimsError, OSError):
    """An output folder that cannot be written, or that another run is writing."""
