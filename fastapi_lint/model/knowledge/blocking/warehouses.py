"""Warehouses, graphs, coordination and search: clients of stores that fewer applications have.

Sources: the API references of databricks-sql-connector 4, trino 0.3x, PyHive 0.7, redshift_connector 2,
vertica-python 1, python-arango 8, couchbase 4, lancedb 0.2x, meilisearch 0.4x, typesense 2, elasticsearch-dsl 8,
gspread 6, kazoo 2, azure-storage-queue 12, azure-data-tables 12, azure-eventhub 5, google-cloud-datastore 2,
influxdb3-python 0.1x, pylibmc 1.6, pymemcache 4, rq 2.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

_CURSOR = "execute executemany"

WAREHOUSES = {
    **each("client.Connection", "commit rollback", "databricks.sql"),
    "databricks.sql.client.Cursor": f"{_CURSOR} tables schemas columns catalogs",
    "trino.dbapi.Cursor": f"{_CURSOR} fetchall fetchmany fetchone",  # sends the query, then asks for each page
    "trino.dbapi.Connection": "commit rollback",
    **each("pyhive.hive pyhive.presto pyhive.trino", "connect"),
    **each(
        "pyhive.hive.Cursor pyhive.presto.Cursor pyhive.trino.Cursor", "execute fetchall fetchmany fetchone"
    ),
    "pyhive.hive": "Connection connect",
    "redshift_connector": "connect",
    "redshift_connector.Connection": "commit rollback",
    "redshift_connector.Cursor": f"{_CURSOR} callproc write_dataframe",
    "vertica_python": "connect",
    "turbodbc": "connect",
    "jaydebeapi": "connect",
    "arango.database.StandardDatabase": (
        "aql.execute collections create_collection create_database create_graph databases delete_collection "
        "delete_document document has_collection has_database has_document insert_document replace_document version"
    ),
    "arango.collection.StandardCollection": (
        "all count delete delete_many find get get_many has import_bulk insert insert_many replace replace_many "
        "truncate update update_many"
    ),
    "couchbase.cluster.Cluster": "connect ping query wait_until_ready",
    "couchbase.collection.Collection": "exists get get_multi insert insert_multi remove replace touch upsert",
    "lancedb": "connect",
    "lancedb.db.DBConnection": "create_table drop_all_tables drop_table open_table rename_table table_names",
    "lancedb.table.Table": (
        "add cleanup_old_versions compact_files count_rows create_fts_index create_index create_scalar_index "
        "delete optimize to_arrow to_pandas update"
    ),
    "lancedb.query.LanceQueryBuilder": "to_arrow to_df to_list to_pandas to_polars to_pydantic",
    "meilisearch.index.Index": (
        "add_documents add_documents_in_batches delete delete_all_documents delete_document delete_documents "
        "facet_search fetch_info get_document get_documents get_settings get_stats search update "
        "update_documents update_settings"
    ),
    "typesense.Client": "**.create **.delete **.export **.import_ **.retrieve **.search **.update **.upsert",
    "elasticsearch_dsl.Search": "count delete execute scan",
    "gspread.Client": "copy create del_spreadsheet open open_by_key open_by_url openall",
    "gspread.Spreadsheet": (
        "add_worksheet batch_update del_worksheet get_worksheet get_worksheet_by_id values_append values_get "
        "values_update worksheet worksheets"
    ),
    "gspread.Worksheet": (
        "acell append_row append_rows batch_get batch_update cell clear col_values delete_rows find findall get "
        "get_all_records get_all_values insert_row insert_rows range row_values update update_acell update_cell "
        "update_cells"
    ),
    "kazoo.client.KazooClient": "create delete ensure_path exists get get_children set start stop",
    "azure.storage.queue.QueueClient": (
        "create_queue delete_message delete_queue get_queue_properties receive_message send_message update_message"
    ),
    "azure.data.tables.TableClient": (
        "create_entity create_table delete_entity get_entity submit_transaction update_entity upsert_entity"
    ),
    "azure.eventhub.EventHubProducerClient": "create_batch get_eventhub_properties send_batch",
    "google.cloud.datastore.Client": "delete delete_multi get get_multi put put_multi",
    "influxdb_client_3.InfluxDBClient3": "query write write_file",
    "cassandra.cluster.ResponseFuture": "result",
    "pylibmc.Client": "add append decr delete get get_multi incr replace set set_multi touch",
    **each(
        "base.PooledClient hash.HashClient",
        "add decr delete delete_many get get_many gets incr replace set set_many touch",
        "pymemcache.client",
    ),
    "rq.Queue": "count delete empty enqueue enqueue_at enqueue_call enqueue_in enqueue_many fetch_job get_job_ids",
    "rq.job.Job": "cancel delete fetch get_status refresh save",
}
