"""What methods give that many classes of a library have in common: chains of LangChain, models that are moved to a
device, pages that are asked for while somebody iterates.

Sources: those of ``knowledge.blocking.language``, .databases and .cpu, for the same versions.
"""

from __future__ import annotations

_CHAINS = (
    "bind bind_tools configurable_fields from_agent_and_tools from_chain_type from_client_params from_documents "
    "from_existing_collection from_existing_index from_llm from_messages from_string from_template from_texts "
    "load_local with_config with_fallbacks with_retry with_structured_output with_types"
)
_TORCH = "to cuda cpu half float eval from_pretrained"

SAME_AGAIN: dict[str, frozenset[str]] = {
    "langchain": frozenset(_CHAINS.split()),
    "langgraph": frozenset({"with_config"}),
    "llama_index": frozenset({"from_documents", "from_vector_store", "from_defaults"}),
    "transformers": frozenset(_TORCH.split()),
    "diffusers": frozenset(_TORCH.split()),
    "sentence_transformers": frozenset({"to", "cuda", "cpu", "half"}),
}
"""By library: methods, of objects and classes alike, that give an object of the same class."""

STREAMS = {"langchain": "langchain.Stream", "langgraph": "langgraph.Stream"}
"""By library: what ``stream`` gives, which asks the model for more while somebody iterates."""

_AGENT = "langgraph.graph.state.CompiledStateGraph"
_EXECUTOR = "langchain_classic.agents.AgentExecutor"

GIVEN = {
    "langchain.chat_models.init_chat_model": "langchain_core.language_models.BaseChatModel",
    "langchain.agents.create_agent": _AGENT,
    "langgraph.prebuilt.create_react_agent": _AGENT,
    "langgraph.graph.StateGraph.compile": _AGENT,
    **dict.fromkeys(
        (
            "langchain_classic.agents.initialize_agent",
            "langchain_community.agent_toolkits.create_sql_agent",
            "langchain_experimental.agents.create_csv_agent",
            "langchain_experimental.agents.create_pandas_dataframe_agent",
        ),
        _EXECUTOR,
    ),
    "llama_index.core.load_index_from_storage": "llama_index.core.VectorStoreIndex",
    "llama_index.core.VectorStoreIndex.as_query_engine": "llama_index.core.QueryEngine",
    "llama_index.core.VectorStoreIndex.as_chat_engine": "llama_index.core.ChatEngine",
    "llama_index.core.VectorStoreIndex.as_retriever": "llama_index.core.Retriever",
    "gtts.gTTS": "gtts.gTTS",
    "anthropic.Anthropic.messages.stream": "anthropic.MessageStreamManager",
    "openai.OpenAI.chat.completions.stream": "openai.StreamManager",
    "openai.OpenAI.beta.chat.completions.stream": "openai.StreamManager",
    "openai.OpenAI.responses.stream": "openai.StreamManager",
    **dict.fromkeys(("faiss.deserialize_index", "faiss.index_factory", "faiss.read_index"), "faiss.Index"),
}
"""The class of what a call gives."""

RETRIEVER = "langchain_core.vectorstores.VectorStoreRetriever"

PAGES: dict[str, tuple[str, str]] = {
    "google.cloud.storage.Client.list_blobs": (
        "google.api_core.page_iterator.Iterator",
        "google.cloud.storage.Blob",
    ),
    "google.cloud.storage.Bucket.list_blobs": (
        "google.api_core.page_iterator.Iterator",
        "google.cloud.storage.Blob",
    ),
    **dict.fromkeys(
        (
            "google.cloud.firestore.CollectionReference.stream",
            "google.cloud.firestore.Query.stream",
            "google.cloud.firestore.CollectionReference.list_documents",
        ),
        ("google.api_core.page_iterator.Iterator", "google.cloud.firestore.DocumentSnapshot"),
    ),
    "azure.storage.blob.ContainerClient.list_blobs": (
        "azure.core.paging.ItemPaged",
        "azure.storage.blob.BlobProperties",
    ),
    "azure.storage.blob.BlobServiceClient.list_containers": (
        "azure.core.paging.ItemPaged",
        "azure.storage.blob.ContainerProperties",
    ),
    "azure.cosmos.ContainerProxy.query_items": ("azure.core.paging.ItemPaged", "builtins.dict"),
    "azure.cosmos.ContainerProxy.read_all_items": ("azure.core.paging.ItemPaged", "builtins.dict"),
    "azure.search.documents.SearchClient.search": ("azure.core.paging.ItemPaged", "builtins.dict"),
    "azure.data.tables.TableClient.query_entities": ("azure.core.paging.ItemPaged", "builtins.dict"),
    "azure.data.tables.TableClient.list_entities": ("azure.core.paging.ItemPaged", "builtins.dict"),
    "minio.Minio.list_objects": ("minio.Listing", "minio.Object"),
    "minio.Minio.remove_objects": ("minio.Listing", "minio.DeleteError"),  # removes while somebody iterates
    "elasticsearch.helpers.scan": ("elasticsearch.helpers.Scan", "builtins.dict"),
    "opensearchpy.helpers.scan": ("opensearchpy.helpers.Scan", "builtins.dict"),
    **dict.fromkeys(
        (f"redis.Redis.{name}" for name in ("scan_iter", "sscan_iter", "hscan_iter", "zscan_iter")),
        ("redis.Scan", "builtins.bytes"),
    ),
    "docker.DockerClient.containers.list": ("builtins.list", "docker.models.containers.Container"),
}
"""What asks for its next page while somebody iterates: its class, and the class of its items."""
