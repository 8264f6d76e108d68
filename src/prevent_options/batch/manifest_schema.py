"""The JSON Schema of a batch's manifest, with what each entry means; a test holds it to what is written."""

from prevent_options.assess.schema import (
    GOAL,
    NUMBER,
    TEXT,
    TEXTS,
    WHOLE,
    YES_NO,
    Schema,
    document_of,
    list_of,
    map_of,
    object_of,
    or_null,
    said,
)
from prevent_options.batch.manifest import LIBRARIES, SCHEMA

_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DAY: Schema = {"type": "string", "format": "date"}


def manifest_json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of ``manifest.json``."""
    earlier = object_of(name=said(TEXT, "of its folder"), manifest=said(_SHA256, "digest of its manifest.json"))
    return document_of(
        SCHEMA,
        version=said(TEXT, "of prevent-options"),
        draws=WHOLE,
        seed=WHOLE,
        goal=said(or_null(GOAL), "null: the goal of each case"),
        rules_as_of=said(or_null(_DAY), "null: the rules in force"),
        memos=YES_NO,
        memo_formats=TEXTS,
        language=said(TEXT, "of memos"),
        insights=said(YES_NO, "whether what each choice hangs on was worked out"),
        scenarios=list_of(TEXT, "what-ifs that every case was crossed with; the case as stated is none of them"),
        since=said(or_null(earlier), "the batch compared with; null when nobody asked"),
        left_out=list_of(TEXT, "subfolders with case files that were not looked into"),
        inputs=said(map_of(_SHA256), "digest of each case, by its file or row"),
        rules=_SHA256,
        posterior=_SHA256,
        priors=said(_SHA256, "what stands beside the posterior"),
        templates=_SHA256,
        run=said(_run(), "when and where it ran; nothing here changes a result"),
    )


def _run() -> Schema:
    return object_of(
        finished=said({"type": "string", "format": "date-time"}, "in UTC"),
        host=TEXT,
        python=TEXT,
        libraries=object_of(**dict.fromkeys(LIBRARIES, TEXT)),
        workers=WHOLE,
        dask=or_null(TEXT),
        resume=YES_NO,
        seconds=NUMBER,
        kept=said(WHOLE, "jobs that --resume found finished"),
    )
