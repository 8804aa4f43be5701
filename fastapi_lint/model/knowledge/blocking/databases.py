"""Databases, caches, object stores and search engines: drivers, and clients of their servers.

Constructors are here only where they connect: `redis.Redis()`, `MongoClient()`, `create_engine()`,
`Elasticsearch()`, `GraphDatabase.driver()` and `storage.Client.bucket()` do not. `boto3.client()` and
`boto3.resource()` read the service's model from files: 5 to 130 ms of CPU the first time and 2 to 8 ms after that
(boto3 1.44), without a server. That is no wait but start-up work: not here, and what a request makes for itself is
`pool-or-client-in-dependency`'s subject.

Sources: the API references of psycopg 3.2 and psycopg2 2.9, PyMySQL 1.1, mysql-connector-python 9, sqlite3,
oracledb 3, pyodbc 5, SQLAlchemy 2.0, duckdb 1.4, snowflake-connector-python 4, clickhouse-connect 0.9,
clickhouse-driver 0.2, cassandra-driver 3.29, neo4j 6, redis-py 7, PyMongo 4.15, boto3 1.40, google-cloud-storage 3,
-bigquery 3, -firestore 2, azure-storage-blob 12, azure-cosmos 4, elasticsearch 9, opensearch-py 3,
qdrant-client 1.15, pinecone 7, chromadb 1, weaviate-client 4, pymilvus 2.6.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import Family, each
from fastapi_lint.model.knowledge.blocking.stores import EMBEDDED
from fastapi_lint.model.knowledge.blocking.warehouses import WAREHOUSES

_CONNECTION = "execute executemany commit rollback"
_CURSOR = "execute executemany callproc nextset"

_DRIVERS = {
    "psycopg2": "connect",
    "psycopg2.extensions.connection": "commit rollback",
    "psycopg2.extensions.cursor": f"{_CURSOR} copy_expert copy_from copy_to",
    "psycopg2.extras": "execute_values execute_batch",
    **each("SimpleConnectionPool ThreadedConnectionPool", "getconn", "psycopg2.pool"),
    "psycopg": "connect",
    "psycopg.Connection": "connect execute commit rollback",
    "psycopg.Cursor": "execute executemany nextset stream",
    "psycopg_pool.ConnectionPool": "getconn wait check",
    "pymysql": "connect",
    "pymysql.connections.Connection": "commit rollback ping",
    "pymysql.cursors.Cursor": _CURSOR,
    "MySQLdb": "connect",
    "MySQLdb.connections.Connection": "commit rollback ping",
    "MySQLdb.cursors.Cursor": _CURSOR,
    "mysql.connector": "connect",
    "mysql.connector.MySQLConnection": "commit rollback ping reconnect",
    "mysql.connector.cursor.MySQLCursor": _CURSOR,
    "mysql.connector.pooling.MySQLConnectionPool": "get_connection",
    "sqlite3": "connect",
    "sqlite3.Connection": f"{_CONNECTION} executescript backup",
    "sqlite3.Cursor": "execute executemany executescript",
    **each("oracledb cx_Oracle pyodbc pymssql", "connect"),
    **each("oracledb.Connection cx_Oracle.Connection pymssql.Connection", "commit rollback ping"),
    **each("oracledb.Cursor cx_Oracle.Cursor", "execute executemany callproc"),
    **each("pyodbc.Cursor pymssql.Cursor", _CURSOR),
    "oracledb.ConnectionPool": "acquire",
    "pyodbc.Connection": _CONNECTION,
    "duckdb": "connect execute query sql",
    "duckdb.DuckDBPyConnection": "execute executemany commit rollback",
    "snowflake.connector": "connect",
    "snowflake.connector.SnowflakeConnection": "commit rollback execute_string",
    "snowflake.connector.cursor.SnowflakeCursor": f"{_CURSOR} fetch_pandas_all",
    "databricks.sql": "connect",
    "clickhouse_connect": "get_client",
    "clickhouse_connect.driver.client.Client": (
        "query query_df query_np query_arrow raw_query raw_insert insert insert_df insert_arrow command ping"
    ),
    "clickhouse_driver.Client": (
        "execute execute_iter execute_with_progress insert_dataframe query_dataframe disconnect"
    ),
    "cassandra.cluster.Cluster": "connect",
    "cassandra.cluster.Session": "execute prepare set_keyspace",
    "neo4j.Driver": "execute_query verify_connectivity verify_authentication get_server_info",
    "neo4j.Session": ("run begin_transaction execute_read execute_write read_transaction write_transaction"),
    "neo4j.Transaction": "run commit rollback",
    "influxdb_client.WriteApi": "write",
    "influxdb_client.QueryApi": "query query_data_frame query_raw query_csv",
    "influxdb.InfluxDBClient": "query write_points",
    "kuzu": "Database",  # opens its files
    "kuzu.Connection": "execute prepare",
    "ibm_db": "connect exec_immediate execute",
}

_SQLALCHEMY = {
    "sqlalchemy.Engine": "connect begin raw_connection execute",
    "sqlalchemy.Connection": "execute scalar scalars exec_driver_sql commit rollback",
    **each(
        "sqlalchemy.MetaData sqlalchemy.orm.DeclarativeBase.metadata sqlalchemy.orm.declarative_base.metadata "
        "sqlmodel.SQLModel.metadata",
        "create_all drop_all reflect",
    ),
}

_REDIS = (
    "* !from_url !pipeline !pubsub !lock !register_script !client !close !get_encoder "
    "!get_connection_kwargs !set_response_callback !load_external_module !set_retry !get_retry !monitor "
    "!transaction !json !ft !ts !bf !cf !cms !topk !tdigest !scan_iter !sscan_iter !hscan_iter "
    "!zscan_iter !connection_pool !response_callbacks"
)
_CACHES = {
    **each("redis.Redis redis.cluster.RedisCluster valkey.Valkey upstash_redis.Redis", _REDIS),
    **each("redis.Pipeline", "execute watch"),
    "redis.PubSub": "get_message subscribe psubscribe unsubscribe punsubscribe ping execute_command",
    "redis.lock.Lock": "acquire release extend reacquire __enter__",
    "redis.sentinel.Sentinel": "discover_master discover_slaves",
    "pymemcache.client.base.Client": "get gets set add replace delete incr decr get_many set_many touch",
    "memcache.Client": "get set add replace delete incr decr get_multi set_multi",
}

_COLLECTION = (
    "aggregate bulk_write count_documents create_index create_indexes delete_many delete_one distinct drop "
    "drop_index drop_indexes estimated_document_count find_one find_one_and_delete find_one_and_replace "
    "find_one_and_update index_information insert_many insert_one rename replace_one update_many update_one"
)
_MONGO = {
    "pymongo.MongoClient": "server_info list_databases list_database_names drop_database",
    "pymongo.database.Database": (
        "aggregate command create_collection drop_collection list_collection_names list_collections"
    ),
    "pymongo.collection.Collection": _COLLECTION,
    "pymongo.cursor.Cursor": "__iter__ next explain distinct to_list",
    "gridfs.GridFS": "put get delete find_one exists list get_last_version",
    "gridfs.GridFSBucket": (
        "upload_from_stream download_to_stream open_download_stream open_download_stream_by_name delete rename"
    ),
}

_AWS_CLIENT = (
    "* !can_paginate !get_paginator !get_waiter !generate_presigned_url !generate_presigned_post !close "
    "!meta !exceptions"
)
_AWS_RESOURCE = (
    "put_item get_item update_item delete_item query scan batch_get_item create_table upload_file "
    "upload_fileobj download_file download_fileobj put_object get put delete copy copy_from load reload "
    "create delete_objects create_bucket restore_object send_message send_messages receive_messages "
    "get_queue_by_name create_queue publish wait_until_exists wait_until_not_exists"
)
_AWS = {
    "boto3.Client": _AWS_CLIENT,
    "boto3.Resource": _AWS_RESOURCE,
    "boto3.Collection": "__iter__ delete pages",
    "botocore.paginate.PageIterator": "__iter__ build_full_result",
    "botocore.waiter.Waiter": "wait",
    "smart_open": "open",
}

_GOOGLE = {
    "google.cloud.storage.Client": (
        "get_bucket lookup_bucket create_bucket list_buckets get_service_account_email download_blob_to_file"
    ),
    "google.cloud.storage.Bucket": (
        "create exists reload patch update delete get_blob delete_blob delete_blobs copy_blob rename_blob"
    ),
    "google.cloud.storage.Blob": (
        "exists reload patch update delete rewrite compose make_public make_private upload_from_file "
        "upload_from_filename upload_from_string download_to_file download_to_filename download_as_bytes "
        "download_as_string download_as_text"
    ),
    "google.cloud.bigquery.Client": (
        "query query_and_wait insert_rows insert_rows_json insert_rows_from_dataframe get_table create_table "
        "delete_table update_table get_dataset create_dataset delete_dataset list_rows get_job "
        "load_table_from_dataframe load_table_from_file load_table_from_json load_table_from_uri extract_table"
    ),
    "google.cloud.bigquery.QueryJob": "result to_dataframe to_arrow exists reload cancel",
    "google.cloud.firestore.DocumentReference": "get set update delete create",
    "google.cloud.firestore.CollectionReference": "get add",
    "google.cloud.firestore.Query": "get",
    "google.cloud.firestore.WriteBatch": "commit",
    "google.cloud.secretmanager.SecretManagerServiceClient": (
        "access_secret_version add_secret_version create_secret delete_secret get_secret"
    ),
    "google.cloud.pubsub_v1.PublisherClient": "create_topic delete_topic get_topic",
    "google.cloud.pubsub_v1.SubscriberClient": "pull acknowledge create_subscription delete_subscription",
    "google.cloud.tasks_v2.CloudTasksClient": "create_task delete_task get_task",
}

_BLOB = (
    "upload_blob download_blob delete_blob exists get_blob_properties set_blob_metadata set_http_headers "
    "start_copy_from_url stage_block commit_block_list create_snapshot upload_blob_from_url"
)
_AZURE = {
    "azure.storage.blob.BlobServiceClient": (
        "create_container delete_container get_account_information get_service_properties "
        "get_user_delegation_key"
    ),
    "azure.storage.blob.ContainerClient": (
        "upload_blob download_blob delete_blob delete_blobs create_container delete_container exists "
        "get_container_properties"
    ),
    "azure.storage.blob.BlobClient": _BLOB,
    "azure.storage.blob.StorageStreamDownloader": "readall readinto content_as_bytes content_as_text",
    **each(
        "AzureCliCredential ClientSecretCredential DefaultAzureCredential ManagedIdentityCredential "
        "WorkloadIdentityCredential",
        "get_token",
        "azure.identity",
    ),
    "azure.keyvault.secrets.SecretClient": "get_secret set_secret begin_delete_secret",
    "azure.cosmos": "CosmosClient",  # reads the account
    "azure.cosmos.CosmosClient": "create_database create_database_if_not_exists delete_database",
    "azure.cosmos.DatabaseProxy": "read create_container create_container_if_not_exists delete_container",
    "azure.cosmos.ContainerProxy": (
        "read create_item read_item upsert_item replace_item delete_item patch_item execute_item_batch"
    ),
    "azure.servicebus.ServiceBusSender": "send_messages schedule_messages",
    "azure.servicebus.ServiceBusReceiver": "receive_messages peek_messages complete_message abandon_message",
    "azure.search.documents.SearchClient": (
        "autocomplete delete_documents get_document get_document_count index_documents merge_documents "
        "merge_or_upload_documents suggest upload_documents"
    ),
    "azure.search.documents.SearchItemPaged": "__iter__",
}

_CHROMA = (
    "create_collection get_collection get_or_create_collection delete_collection list_collections heartbeat"
)
_SEARCH = {
    "elasticsearch.Elasticsearch": "* !options !close !transport",
    "elasticsearch.helpers": "bulk reindex",
    "opensearchpy.OpenSearch": "* !close !transport",
    "opensearchpy.helpers": "bulk reindex",
    "meilisearch.Client": "create_index delete_index get_index get_indexes health multi_search",
    "qdrant_client.QdrantClient": "* !close",
    "pinecone.Pinecone": "create_index delete_index describe_index list_indexes has_index Index",
    "pinecone.Index": "upsert query fetch update delete describe_index_stats upsert_records search",
    "chromadb": "HttpClient",
    **each("Client HttpClient PersistentClient EphemeralClient ClientAPI", _CHROMA, "chromadb"),
    "chromadb.Collection": "add query get upsert update delete count peek modify",
    "weaviate": "connect_to_local connect_to_weaviate_cloud connect_to_custom connect_to_wcs",
    "weaviate.WeaviateClient": (
        "connect is_ready is_live get_meta collections.create collections.delete collections.exists "
        "collections.list_all"
    ),
    "weaviate.Collection": "query.* data.* aggregate.* generate.* config.get config.update",
    "pymilvus.MilvusClient": "* !close !prepare_index_params !create_schema",
    "pymilvus.connections": "connect",
    "pymilvus.Collection": "insert upsert search query delete load flush create_index drop hybrid_search",
    "minio.Minio": "* !presigned_get_object !presigned_put_object !trace_on !trace_off !list_objects !remove_objects",
    "supabase.Request": "execute",
    "supabase.Bucket": "copy create_signed_url download exists info list move remove upload",
    "supabase.Client": (
        "auth.get_user auth.refresh_session auth.reset_password_for_email auth.sign_in_with_password "
        "auth.sign_out auth.sign_up auth.verify_otp functions.invoke storage.create_bucket storage.list_buckets"
    ),
}

_PAGED = dict.fromkeys(
    (
        *(
            "azure.core.paging.ItemPaged",
            "elasticsearch.helpers.Scan",
            "google.api_core.page_iterator.Iterator",
        ),
        *("minio.Listing", "opensearchpy.helpers.Scan", "redis.Scan"),
    ),
    "__iter__",
)

DATABASE = Family(
    "database",
    _DRIVERS,
    _SQLALCHEMY,
    _CACHES,
    _MONGO,
    _AWS,
    _GOOGLE,
    _AZURE,
    _SEARCH,
    _PAGED,
    WAREHOUSES,
    EMBEDDED,
)

_SESSION = (
    "execute scalar scalars get get_one refresh flush commit rollback merge delete "
    "bulk_save_objects bulk_insert_mappings bulk_update_mappings"
)
_MANAGER = (
    "get create get_or_create update_or_create bulk_create bulk_update count exists first last latest earliest "
    "aggregate in_bulk"
)
_PEEWEE = "get get_or_none get_by_id get_or_create create save delete_instance delete_by_id bulk_create"

ORM = Family(
    "orm",
    {
        **each("sqlalchemy.orm.Session sqlalchemy.orm.scoped_session sqlmodel.Session", f"{_SESSION} exec"),
        "sqlalchemy.orm.Query": "all first one one_or_none scalar count get delete update __iter__",
        "sqlalchemy.orm.SessionTransaction": "commit rollback",
        "peewee.Model": f"{_PEEWEE} create_table drop_table table_exists",
        "peewee.ModelSelect": "get first count exists scalar execute __iter__",
        **each(
            "Database SqliteDatabase PostgresqlDatabase MySQLDatabase",
            "connect execute_sql create_tables drop_tables commit rollback",
            "peewee",
        ),
        "mongoengine.Document": "save delete reload update modify",
        "mongoengine.QuerySet": "get first count delete update update_one __iter__",
        # Their coroutines have an `a` in front, since Django 4.1 for queries and 4.2 for objects.
        "django.db.models.Model": "save delete refresh_from_db full_clean",
        "django.db.models.Manager": _MANAGER,
        "django.db.models.QuerySet": f"{_MANAGER} update delete __iter__",
        "pony.orm": "commit flush rollback",
    },
)

LOADING = frozenset(
    f"{session}.delete"
    for session in ("sqlalchemy.orm.Session", "sqlalchemy.orm.scoped_session", "sqlmodel.Session")
)
"""What asks the database only for an object that others are deleted with: those are loaded first."""
