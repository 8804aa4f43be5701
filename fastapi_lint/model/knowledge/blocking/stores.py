"""Stores that live in files, and file systems of clouds: whatever is asked of them waits for a disk or a server.

Sources: the API references of fsspec 2026.1 with s3fs and gcsfs, cloudpathlib 0.2x, universal-pathlib 0.3,
sqlite-utils 4, dataset 1, kuzu 0.11, deltalake 1, Whoosh 2,
diskcache 5.6, tinydb 4.8, lmdb 1.7, h5py 3, zarr 3, rasterio 1.4, pyogrio 0.1x, oss2 2.19, alembic 1.1x and
SQLAlchemy 2.0's inspector, each held against the installed library.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

_SYSTEM = (
    "cat cat_file cat_ranges checksum copy cp created delete disk_usage download du exists find get get_file glob head "
    "info isdir isfile listdir ls makedir makedirs mkdir mkdirs modified move mv open pipe pipe_file put put_file "
    "read_bytes read_text rename rm rm_file size stat tail touch ukey upload walk write_bytes write_text"
)
_CLOUD_PATH = (
    "copy copytree download_to exists glob is_dir is_file iterdir mkdir open read_bytes read_text rename replace rglob "
    "rmdir rmtree stat touch unlink upload_from walk write_bytes write_text"
)

FILE_SYSTEMS = {
    "fsspec": "open_files",
    **each("fsspec.AbstractFileSystem s3fs.S3FileSystem gcsfs.GCSFileSystem", _SYSTEM),
    "fsspec.core.OpenFile": "__enter__ open",
    **each("AzureBlobPath CloudPath GSPath S3Path", _CLOUD_PATH, "cloudpathlib"),
    "upath.UPath": (
        "exists glob is_dir is_file iterdir mkdir open read_bytes read_text rename rglob rmdir stat touch unlink "
        "write_bytes write_text"
    ),
    "h5py": "File",
    "zarr": "consolidate_metadata load open open_array open_consolidated open_group save save_array save_group",
    "rasterio": "open",
    "rasterio.io.DatasetReader": "read sample",
    **each(
        "pyogrio", "list_layers read_arrow read_bounds read_dataframe read_info write_arrow write_dataframe"
    ),
}
"""Files, wherever they are."""

_CACHE = (
    "add check clear cull decr delete evict expire get incr peek peekitem pop pull push read set stats touch "
    "volume"
)
_DOCUMENTS = (
    "all contains count get insert insert_multiple remove search truncate update update_multiple upsert"
)

EMBEDDED = {
    "diskcache.Cache": _CACHE,
    "diskcache.FanoutCache": "add check clear cull decr delete evict expire get incr pop read set stats touch volume",
    "diskcache.Deque": "append appendleft clear count extend extendleft peek peekleft pop popleft remove rotate",
    "diskcache.Index": "clear peekitem pop popitem pull push setdefault",
    "tinydb.TinyDB": f"{_DOCUMENTS} drop_table drop_tables tables",
    "tinydb.table.Table": _DOCUMENTS,
    "lmdb": "open",
    "lmdb.Environment": "copy sync",
    "lmdb.Transaction": "commit",
    "sqlalchemy.Inspector": (
        "get_check_constraints get_columns get_foreign_keys get_indexes get_multi_columns get_pk_constraint "
        "get_schema_names get_sequence_names get_table_comment get_table_names get_unique_constraints "
        "get_view_definition get_view_names has_index has_schema has_sequence has_table reflect_table"
    ),
    "sqlite_utils.Database": "execute executescript query analyze vacuum table_names",
    "sqlite_utils.db.Table": (
        "count_where create create_index delete delete_where drop get insert insert_all lookup search transform update "
        "upsert upsert_all"
    ),
    "dataset": "connect",
    "dataset.Database": "commit query rollback",
    "dataset.Table": (
        "all count create_column create_index delete distinct drop find find_one insert insert_ignore insert_many "
        "update update_many upsert upsert_many"
    ),
    "kuzu": "Database",  # opens it
    "kuzu.Connection": "execute prepare",
    "deltalake": "DeltaTable write_deltalake",  # reads its log
    "deltalake.DeltaTable": "delete history load_as_version merge to_pandas to_pyarrow_table update_incremental vacuum",
    "whoosh.index": "create_in exists_in open_dir",
    "alembic.command": "check current downgrade stamp upgrade",
    "oss2.Bucket": (
        "append_object batch_delete_objects copy_object delete_object get_object get_object_meta get_object_to_file "
        "head_object list_objects list_objects_v2 object_exists put_object put_object_from_file "
        "restore_object upload_part"
    ),
}
"""Databases."""
