"""What functions give that make clients of services, devices and stores.

Sources: the references that the modules of ``knowledge.blocking`` name, for the same versions.
"""

from __future__ import annotations

API_RESULTS = {
    "dataset.connect": "dataset.Database",
    "dataset.Database.create_table": "dataset.Table",
    "dataset.Database.load_table": "dataset.Table",
    "ffmpeg.input": "ffmpeg.Stream",
    **{
        f"ffmpeg.Stream.{name}": "ffmpeg.Stream"
        for name in ("filter", "output", "overlay", "overwrite_output")
    },
    "git.Repo.remote": "git.remote.Remote",
    "algoliasearch.search_client.SearchClient.create": "algoliasearch.search_client.SearchClient",
    "algoliasearch.search_client.SearchClient.init_index": "algoliasearch.search_index.SearchIndex",
    "netmiko.ConnectHandler": "netmiko.BaseConnection",
    "pynetbox.api": "pynetbox.Api",
    "pyttsx3.init": "pyttsx3.engine.Engine",
    "pyvisa.ResourceManager.open_resource": "pyvisa.resources.MessageBasedResource",
}

API_MEMBERS = {
    "sqlite_utils.Database": (
        "sqlite_utils.db.Table",
        "add_foreign_keys analyze atomic attach begin cached_counts close commit conn create_table create_view "
        "execute executescript query register_function rollback schema table table_names tables triggers "
        "use_counts_table vacuum view view_names views",
    ),
    "dataset.Database": (
        "dataset.Table",
        "begin columns commit create_table engine executable get_table has_table inspect load_table metadata op query "
        "rollback tables types views",
    ),
}
"""Types whose items are objects of one type, and their attributes, which are not."""
