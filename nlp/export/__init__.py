"""Claims out: the forms of checkers, spreadsheets and annotation tools."""

RECORDS = ("stances", "claims", "figures")
ANNOTATION_TOOLS = ("label-studio", "doccano", "prodigy", "argilla")
FORMATS = (
    "claimreview",
    "web-annotation",
    "csv",
    "parquet",
    "spacy",
    "displacy",
    *ANNOTATION_TOOLS,
)
