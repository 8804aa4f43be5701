"""Hold the tables of blocking calls against installed libraries: does every name that they list exist?

    python scripts/knowledge.py [LIBRARY…]

Imports what is installed and skips the rest, so the more of the libraries an environment has, the more is checked.
It reads attributes and calls nothing. Exit code 1: a name is missing. What cannot be seen without an object (the
methods that a library makes up at run time) is in ``UNSEEN``; names that are taken out of a ``*`` are not looked at.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import warnings
from collections import Counter, defaultdict

from fastapi_lint.model.knowledge.blocking import BY_NAME

OURS = "a name of our own"
MADE = "made for each object"
UNSEEN = {
    **dict.fromkeys(("arxiv.Listing", "ccxt.Exchange", "fastembed.Embeddings"), OURS),
    "azure.search.documents.SearchItemPaged": OURS,
    "boto3.Client": OURS,
    "boto3.Collection": OURS,
    "boto3.Resource": OURS,
    "concurrent.futures.Results": OURS,
    "multiprocessing.BoundedQueue": OURS,
    "queue.BoundedQueue": OURS,
    "redis.PubSub": OURS,
    **dict.fromkeys(("langchain.Stream", "langgraph.Stream", "minio.Listing", "openai.StreamManager"), OURS),
    **dict.fromkeys(("elasticsearch.helpers.Scan", "opensearchpy.helpers.Scan", "redis.Scan"), OURS),
    **dict.fromkeys(("llama_index.core.ChatEngine", "llama_index.core.QueryEngine"), OURS),
    "llama_index.core.Retriever": OURS,
    "redis.Pipeline": OURS,
    "supabase.Bucket": OURS,
    "supabase.Request": OURS,
    **dict.fromkeys(("supabase.Client.auth", "supabase.Client.functions", "supabase.Client.storage"), MADE),
    "arango.database.StandardDatabase.aql": MADE,
    "notion_client.Client": MADE,
    "sendgrid.SendGridAPIClient.client.mail.send": MADE,
    "tenacity.retry": "a module has the name, too",
    "fastapi.UploadFile.file": MADE,
    "select.poll": MADE,
    **dict.fromkeys(("subprocess.Popen.stderr", "subprocess.Popen.stdout"), MADE),
    "threading.Condition": MADE,
    "threading.Lock": MADE,
    "threading.RLock": MADE,
    "sqlalchemy.orm.DeclarativeBase.metadata": MADE,
    "sqlalchemy.orm.declarative_base.metadata": MADE,
    "twilio.rest.Client.calls": MADE,
    "twilio.rest.Client.messages": MADE,
    "weaviate.Collection.config": MADE,
    "weaviate.Collection.data": MADE,
    "weaviate.Collection.query": MADE,
    "weaviate.Collection.aggregate": MADE,
    "weaviate.Collection.generate": MADE,
    "weaviate.WeaviateClient.collections": MADE,
    **dict.fromkeys(("atlassian.Confluence", "firecrawl.Firecrawl", "firecrawl.FirecrawlApp"), MADE),
    **dict.fromkeys(("git.Repo.index", "git.Repo.remotes.origin", "openmeteo_requests.Client"), MADE),
    **{
        f"multiprocessing.{name}": "a method of the context makes it"
        for name in (
            *("Barrier", "BoundedSemaphore", "Condition", "Event", "JoinableQueue", "Lock", "Pool", "Queue"),
            *("RLock", "Semaphore", "SimpleQueue"),
        )
    },
}
"""Owners whose names cannot be read off a class, and why."""
OTHER_VERSIONS = {
    "langchain_core.vectorstores.VectorStoreRetriever.get_relevant_documents": "until 1.0",
    "neo4j.Session.read_transaction": "until 6.0",
    "neo4j.Session.write_transaction": "until 6.0",
    "os.path.isjunction": "Python 3.12",
    "pathlib.Path.copy": "Python 3.14",
    "pathlib.Path.copy_into": "Python 3.14",
    "pathlib.Path.is_junction": "Python 3.12",
    "pathlib.Path.move": "Python 3.14",
    "pathlib.Path.move_into": "Python 3.14",
    "pathlib.Path.walk": "Python 3.12",
    "sqlalchemy.Engine.execute": "until 2.0",
    **{
        f"youtube_transcript_api.YouTubeTranscriptApi.{name}": "until 1.2"
        for name in ("get_transcript", "get_transcripts", "list_transcripts")
    },
}
"""Names that not every version has."""
_MISSING = object()


def find(name: str) -> object:
    """The object of a dotted name; ``_MISSING`` without it; ``None`` when its library is not installed."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:count]))
        except ModuleNotFoundError as error:
            if error.name is not None and not name.startswith(error.name):
                return None  # it needs something else that is not installed
            if count == 1:
                return None
            continue
        except Exception:  # some libraries raise anything when they are imported
            return None
        for part in parts[count:]:
            found = getattr(found, part, _MISSING)
            if found is _MISSING:
                return _MISSING if _is_whole(".".join(parts[:count])) else None
        return found
    return None


def _is_whole(package: str) -> bool:
    """Whether a package is one library: ``google.cloud`` and ``azure`` are shared by many."""
    return getattr(sys.modules[package], "__file__", None) is not None


def main(only: list[str]) -> int:
    """Check, print what is missing and how much was seen."""
    warnings.simplefilter("ignore")
    seen: Counter[str] = Counter()
    missing: defaultdict[str, list[str]] = defaultdict(list)
    coroutines = []
    for family in BY_NAME.values():
        for name in sorted(family):
            owner, _, last = name.rpartition(".")
            library = owner.partition(".")[0]
            skipped = name.startswith("!") or "**" in name or owner in UNSEEN or name in OTHER_VERSIONS
            if skipped or (only and library not in only):
                continue
            found = find(owner if last == "*" else f"{owner}.{last}")
            if found is _MISSING:
                missing[library].append(name)
            elif found is None:
                seen["of libraries that are not installed"] += 1
            else:
                seen["found"] += 1
                if inspect.iscoroutinefunction(found):
                    coroutines.append(name)
    for library, names in sorted(missing.items()):
        print(f"{library}: {' '.join(names)}")
    for name in coroutines:
        print(f"{name} is a coroutine function")
    print(", ".join(f"{number} {what}" for what, number in sorted(seen.items())))
    return 1 if missing or coroutines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
