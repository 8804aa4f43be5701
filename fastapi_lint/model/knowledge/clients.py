"""What the methods of clients and drivers give: connections, cursors, collections, builders of queries.

Sources: the references that ``knowledge.blocking`` names, for the same versions.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.api_clients import API_RESULTS
from fastapi_lint.model.knowledge.blocking.reading import EXCHANGES

_GIVES: dict[str, dict[str, str]] = {
    "psycopg_pool.ConnectionPool": {"connection getconn": "psycopg.Connection"},
    "psycopg_pool.AsyncConnectionPool": {"connection getconn": "psycopg.AsyncConnection"},
    "psycopg.Connection": {"execute": "psycopg.Cursor", "transaction": "psycopg.Transaction"},
    "psycopg2.pool.SimpleConnectionPool": {"getconn": "psycopg2.extensions.connection"},
    "psycopg2.pool.ThreadedConnectionPool": {"getconn": "psycopg2.extensions.connection"},
    "mysql.connector.pooling.MySQLConnectionPool": {"get_connection": "mysql.connector.MySQLConnection"},
    "oracledb": {"create_pool": "oracledb.ConnectionPool"},
    "oracledb.ConnectionPool": {"acquire": "oracledb.Connection"},
    "pymssql": {"connect": "pymssql.Connection"},
    "pymssql.Connection": {"cursor": "pymssql.Cursor"},
    "snowflake.connector": {"connect": "snowflake.connector.SnowflakeConnection"},
    "snowflake.connector.SnowflakeConnection": {"cursor": "snowflake.connector.cursor.SnowflakeCursor"},
    "clickhouse_connect": {
        "get_client create_client": "clickhouse_connect.driver.client.Client",
        "get_async_client": "clickhouse_connect.driver.asyncclient.AsyncClient",
    },
    "cassandra.cluster.Cluster": {"connect": "cassandra.cluster.Session"},
    "neo4j.GraphDatabase": {"driver": "neo4j.Driver"},
    "neo4j.AsyncGraphDatabase": {"driver": "neo4j.AsyncDriver"},
    "neo4j.Driver": {"session": "neo4j.Session"},
    "neo4j.AsyncDriver": {"session": "neo4j.AsyncSession"},
    "neo4j.Session": {"begin_transaction": "neo4j.Transaction"},
    "influxdb_client.InfluxDBClient": {
        "write_api": "influxdb_client.WriteApi",
        "query_api": "influxdb_client.QueryApi",
    },
    "redis.Redis": {"pubsub": "redis.PubSub"},
    "redis.sentinel.Sentinel": {"master_for slave_for": "redis.Redis"},
    "redis.asyncio.sentinel.Sentinel": {"master_for slave_for": "redis.asyncio.Redis"},
    "valkey": {"from_url": "valkey.Valkey"},
    "valkey.Valkey": {"from_url": "valkey.Valkey"},
    "pymongo.collection.Collection": {
        "find": "pymongo.cursor.Cursor",
        "aggregate": "pymongo.command_cursor.CommandCursor",
        "with_options": "pymongo.collection.Collection",
    },
    "boto3.Resource": {
        "Table Bucket Object ObjectSummary Queue Topic Message Instance Key": "boto3.Resource"
    },
    "boto3.Collection": {"all filter limit page_size": "boto3.Collection"},
    "boto3.Client": {"get_paginator": "botocore.paginate.Paginator", "get_waiter": "botocore.waiter.Waiter"},
    "botocore.paginate.Paginator": {"paginate": "botocore.paginate.PageIterator"},
    "botocore.paginate.PageIterator": {"search": "botocore.paginate.PageIterator"},
    "google.cloud.storage.Client": {
        "from_service_account_json from_service_account_info create_anonymous_client": (
            "google.cloud.storage.Client"
        ),
        "bucket get_bucket lookup_bucket create_bucket": "google.cloud.storage.Bucket",
    },
    "google.cloud.storage.Bucket": {"blob get_blob copy_blob rename_blob": "google.cloud.storage.Blob"},
    "google.cloud.storage.Blob": {"from_string": "google.cloud.storage.Blob"},
    "google.cloud.bigquery.Client": {
        "from_service_account_json from_service_account_info": "google.cloud.bigquery.Client",
        "query get_job": "google.cloud.bigquery.QueryJob",
    },
    "google.cloud.firestore.Client": {
        "collection": "google.cloud.firestore.CollectionReference",
        "document": "google.cloud.firestore.DocumentReference",
        "batch": "google.cloud.firestore.WriteBatch",
    },
    "google.cloud.firestore.CollectionReference": {
        "document": "google.cloud.firestore.DocumentReference",
        "where order_by limit offset select start_after": "google.cloud.firestore.Query",
    },
    "google.cloud.firestore.DocumentReference": {"collection": "google.cloud.firestore.CollectionReference"},
    "google.cloud.firestore.Query": {
        "where order_by limit offset select start_after": "google.cloud.firestore.Query"
    },
    "firebase_admin.firestore": {"client": "google.cloud.firestore.Client"},
    "azure.storage.blob.BlobServiceClient": {
        "from_connection_string": "azure.storage.blob.BlobServiceClient",
        "get_container_client": "azure.storage.blob.ContainerClient",
        "get_blob_client": "azure.storage.blob.BlobClient",
    },
    "azure.storage.blob.ContainerClient": {
        "from_connection_string from_container_url": "azure.storage.blob.ContainerClient",
        "get_blob_client": "azure.storage.blob.BlobClient",
        "download_blob": "azure.storage.blob.StorageStreamDownloader",
    },
    "azure.storage.blob.BlobClient": {
        "from_connection_string from_blob_url": "azure.storage.blob.BlobClient",
        "download_blob": "azure.storage.blob.StorageStreamDownloader",
    },
    "azure.cosmos.CosmosClient": {
        "from_connection_string": "azure.cosmos.CosmosClient",
        "get_database_client create_database create_database_if_not_exists": "azure.cosmos.DatabaseProxy",
    },
    "azure.cosmos.DatabaseProxy": {
        "get_container_client create_container create_container_if_not_exists": "azure.cosmos.ContainerProxy"
    },
    "azure.servicebus.ServiceBusClient": {
        "from_connection_string": "azure.servicebus.ServiceBusClient",
        "get_queue_sender get_topic_sender": "azure.servicebus.ServiceBusSender",
        "get_queue_receiver get_subscription_receiver": "azure.servicebus.ServiceBusReceiver",
    },
    "pinecone.Pinecone": {"Index": "pinecone.Index"},
    "chromadb": {"Client HttpClient PersistentClient EphemeralClient": "chromadb.ClientAPI"},
    "chromadb.ClientAPI": {
        "create_collection get_collection get_or_create_collection": "chromadb.Collection"
    },
    "weaviate": {
        "connect_to_local connect_to_weaviate_cloud connect_to_custom connect_to_wcs": "weaviate.WeaviateClient"
    },
    "weaviate.WeaviateClient": {"collections.get collections.use collections.create": "weaviate.Collection"},
    "openai.OpenAI": {"copy with_options": "openai.OpenAI"},
    "openai.AzureOpenAI": {"copy with_options": "openai.AzureOpenAI"},
    "anthropic.Anthropic": {"copy with_options": "anthropic.Anthropic"},
    "docker": {"from_env": "docker.DockerClient"},
    "ldap": {"initialize": "ldap.ldapobject.LDAPObject"},
    "paramiko.SSHClient": {"open_sftp": "paramiko.SFTPClient", "get_transport": "paramiko.Transport"},
    "paramiko.SFTPClient": {"from_transport": "paramiko.SFTPClient"},
    "paramiko.Transport": {"open_session": "paramiko.Channel"},
    "pika.BlockingConnection": {"channel": "pika.adapters.blocking_connection.BlockingChannel"},
    "kombu.Connection": {"SimpleQueue": "kombu.simple.SimpleQueue", "Producer": "kombu.Producer"},
    "celery.Celery": {
        "send_task AsyncResult": "celery.result.AsyncResult",
    },
    "celery.app.control.Control": {"inspect": "celery.app.control.Inspect"},
    "celery": {"chain chord group signature": "celery.canvas.Signature"},
    "celery.canvas.Signature": {
        "delay apply_async": "celery.result.AsyncResult",
        "clone on_error set": "celery.canvas.Signature",
    },
    "celery.Task": {
        "delay apply_async AsyncResult": "celery.result.AsyncResult",
        "s si signature subtask": "celery.canvas.Signature",
    },
    "socket": {
        "socket": "socket.socket",
        "create_connection": "socket.socket",
        "create_server": "socket.socket",
    },
    "zmq.Context": {"socket": "zmq.Socket", "instance": "zmq.Context"},
    "websocket": {"create_connection": "websocket.WebSocket"},
    "websockets.sync.client": {"connect": "websockets.sync.client.ClientConnection"},
    "asyncio": {"run_coroutine_threadsafe": "concurrent.futures.Future"},
    "concurrent.futures.ThreadPoolExecutor": {
        "submit": "concurrent.futures.Future",
        "map": "concurrent.futures.Results",
    },
    "concurrent.futures.ProcessPoolExecutor": {
        "submit": "concurrent.futures.Future",
        "map": "concurrent.futures.Results",
    },
    "concurrent.futures.Executor": {
        "submit": "concurrent.futures.Future",
        "map": "concurrent.futures.Results",
    },
    "multiprocessing.Pool": {"map_async apply_async starmap_async": "multiprocessing.pool.AsyncResult"},
    "select": {"epoll": "select.epoll", "poll": "select.poll"},
    "pexpect": {"spawn": "pexpect.spawn"},
    "pandas": {
        (
            "read_csv read_excel read_json read_parquet read_sql read_sql_query read_sql_table read_xml "
            "read_pickle read_feather read_table concat merge"
        ): "pandas.DataFrame"
    },
    "polars": {
        "read_csv read_excel read_json read_ndjson read_parquet read_database from_pandas": "polars.DataFrame",
        "scan_csv scan_parquet scan_ndjson": "polars.LazyFrame",
    },
    "polars.DataFrame": {"lazy": "polars.LazyFrame"},
    "arxiv.Client": {"results": "arxiv.Listing"},
    "azure.search.documents.SearchClient": {"search": "azure.search.documents.SearchItemPaged"},
    "cloudscraper": {"create_scraper session": "requests.Session"},
    "deepgram.DeepgramClient": {"listen.prerecorded.v listen.rest.v": "deepgram.DeepgramClient"},
    "e2b.Sandbox": {"connect create": "e2b.Sandbox"},
    "e2b_code_interpreter.Sandbox": {"connect create": "e2b_code_interpreter.Sandbox"},
    "fastembed.TextEmbedding": {"embed passage_embed": "fastembed.Embeddings"},
    "fasttext": {"load_model": "fasttext.FastText._FastText"},
    "mem0.Memory": {"from_config": "mem0.Memory"},
    "mlflow.pyfunc": {"load_model": "mlflow.pyfunc.PyFuncModel"},
    "netmiko": {"ConnectHandler": "netmiko.BaseConnection"},
    "pyttsx3": {"init": "pyttsx3.Engine"},
    "spacy": {"load": "spacy.Language"},
    "transformers": {"pipeline": "transformers.Pipeline"},
    "whisper": {"load_model": "whisper.Whisper"},
    "joblib": {"load": "sklearn.base.BaseEstimator"},
    "keras.models": {"load_model": "keras.Model"},
    "tensorflow.keras.models": {"load_model": "keras.Model"},
    "torch": {"load": "torch.nn.Module"},
    "torch.hub": {"load": "torch.nn.Module"},
    "torch.jit": {"load": "torch.jit.ScriptModule"},
    "torch.nn.Module": {"cpu cuda eval float half to": "torch.nn.Module"},
    "torch.jit.ScriptModule": {"cpu cuda eval float half to": "torch.jit.ScriptModule"},
    "supabase": {"create_client": "supabase.Client"},
    "supabase.Client": {"table from_ rpc": "supabase.Request", "storage.from_": "supabase.Bucket"},
    "databricks.sql": {"connect": "databricks.sql.client.Connection"},
    "databricks.sql.client.Connection": {"cursor": "databricks.sql.client.Cursor"},
    "trino.dbapi": {"connect": "trino.dbapi.Connection"},
    "trino.dbapi.Connection": {"cursor": "trino.dbapi.Cursor"},
    "pyhive.hive": {"connect": "pyhive.hive.Connection"},
    "pyhive.hive.Connection": {"cursor": "pyhive.hive.Cursor"},
    "redshift_connector": {"connect": "redshift_connector.Connection"},
    "redshift_connector.Connection": {"cursor": "redshift_connector.Cursor"},
    "arango.ArangoClient": {"db": "arango.database.StandardDatabase"},
    "arango.database.StandardDatabase": {
        "collection create_collection": "arango.collection.StandardCollection"
    },
    "couchbase.cluster.Cluster": {
        "connect": "couchbase.cluster.Cluster",
        "bucket": "couchbase.bucket.Bucket",
    },
    "couchbase.bucket.Bucket": {"default_collection collection": "couchbase.collection.Collection"},
    "lancedb": {"connect": "lancedb.db.DBConnection"},
    "lancedb.db.DBConnection": {"create_table open_table": "lancedb.table.Table"},
    "lancedb.table.Table": {"search query": "lancedb.query.LanceQueryBuilder"},
    "lancedb.query.LanceQueryBuilder": {
        "limit offset where select rerank text vector": "lancedb.query.LanceQueryBuilder"
    },
    "meilisearch.Client": {"index get_index": "meilisearch.index.Index"},
    "gspread": {"authorize service_account service_account_from_dict oauth api_key": "gspread.Client"},
    "gspread.Client": {"open open_by_key open_by_url create copy": "gspread.Spreadsheet"},
    "gspread.Spreadsheet": {"worksheet get_worksheet get_worksheet_by_id add_worksheet": "gspread.Worksheet"},
    "cassandra.cluster.Session": {"execute_async": "cassandra.cluster.ResponseFuture"},
    "github.Github": {"get_repo": "github.Repository.Repository"},
    "pyairtable.Api": {"table": "pyairtable.Table"},
    "googleapiclient.discovery": {"build build_from_document": "googleapiclient.discovery.Resource"},
    "google.oauth2.service_account.Credentials": {
        "from_service_account_file from_service_account_info with_scopes with_subject": (
            "google.oauth2.service_account.Credentials"
        )
    },
    "google.oauth2.credentials.Credentials": {
        "from_authorized_user_file from_authorized_user_info": "google.oauth2.credentials.Credentials"
    },
    "google.cloud.pubsub_v1.PublisherClient": {"publish": "concurrent.futures.Future"},
    "firebase_admin.db": {"reference": "firebase_admin.db.Reference"},
    "firebase_admin.db.Reference": {"child": "firebase_admin.db.Reference"},
    "firebase_admin.storage": {"bucket": "google.cloud.storage.Bucket"},
    "docker.DockerClient": {
        "from_env": "docker.DockerClient",
        "containers.get containers.run containers.create": "docker.models.containers.Container",
    },
    "azure.storage.queue.QueueClient": {
        "from_connection_string from_queue_url": "azure.storage.queue.QueueClient"
    },
    "azure.data.tables.TableClient": {"from_connection_string": "azure.data.tables.TableClient"},
    "azure.data.tables.TableServiceClient": {
        "from_connection_string": "azure.data.tables.TableServiceClient",
        "get_table_client create_table create_table_if_not_exists": "azure.data.tables.TableClient",
    },
    "azure.eventhub.EventHubProducerClient": {
        "from_connection_string": "azure.eventhub.EventHubProducerClient"
    },
    "fsspec": {"filesystem": "fsspec.AbstractFileSystem", "open": "fsspec.core.OpenFile"},
    "fsspec.core": {"open": "fsspec.core.OpenFile"},
    "rasterio": {"open": "rasterio.io.DatasetReader"},
    "tinydb.TinyDB": {"table": "tinydb.table.Table"},
    "lmdb": {"open": "lmdb.Environment"},
    "lmdb.Environment": {"begin": "lmdb.Transaction"},
    "rq.Queue": {"enqueue enqueue_call fetch_job": "rq.job.Job"},
    "rq.job.Job": {"fetch": "rq.job.Job"},
    "sqlite3.Connection": {"executemany": "sqlite3.Cursor"},
    "django.db.models.Manager": {
        (
            "all filter exclude order_by values values_list select_related prefetch_related annotate distinct "
            "using only defer none"
        ): "django.db.models.QuerySet"
    },
    "peewee.Model": {"select": "peewee.ModelSelect"},
}

CLIENT_RESULTS = {
    f"{owner}.{name}": given
    for owner, methods in _GIVES.items()
    for names, given in methods.items()
    for name in names.split()
}
CLIENT_RESULTS.update(API_RESULTS)
CLIENT_RESULTS.update((f"ccxt.{name}", "ccxt.Exchange") for name in EXCHANGES.split())

ALIKE = frozenset(
    {
        "django.db.models.QuerySet",
        "peewee.ModelSelect",
        "pymongo.cursor.Cursor",
        "supabase.Request",
        "polars.LazyFrame",
        "googleapiclient.discovery.Resource",
        "elasticsearch_dsl.Search",
    }
)
"""Types whose methods give the same type again, but for those that run what was built."""
