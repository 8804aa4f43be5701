"""Frameworks around language models: chains, agents, indexes, vector stores, loaders of documents.

Their calls wait for a model's answer, or for a store that asks one for embeddings. Coroutines have an `a` in front.
What their methods give is in ``knowledge.frameworks``.

Sources: the API references of langchain 1, langchain-classic 1, langchain-community 0.4, langgraph 1,
llama-index-core 0.14, crewai 1, mlflow 3, assemblyai 0.4x, gTTS 2.5, haystack-ai 2, dashscope 1, elevenlabs 2,
langsmith 0.4, langfuse 3, guardrails-ai 0.6, deepgram-sdk 5.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

PROVIDERS = (
    *("openai", "anthropic", "aws", "cohere", "community", "fireworks", "google_genai", "google_vertexai"),
    *("groq", "huggingface", "mistralai", "ollama", "together", "deepseek", "xai", "nvidia_ai_endpoints"),
)
STORES = (
    *("astradb", "chroma", "community", "elasticsearch", "milvus", "mongodb", "pinecone", "postgres"),
    *("qdrant", "redis", "weaviate"),
)
_MODEL = "**.invoke **.batch **.predict **.generate **.embed_query **.embed_documents"
_STORE = (
    "**.similarity_search **.similarity_search_by_vector **.similarity_search_with_score "
    "**.similarity_search_with_relevance_scores **.max_marginal_relevance_search **.add_documents **.add_texts "
    "**.from_documents **.from_texts **.load_local **.save_local"
)
_RUN = "invoke run batch predict apply"
_INDEX = "from_documents from_vector_store insert insert_nodes refresh_ref_docs delete_ref_doc"

FRAMEWORKS = {
    **{f"langchain_{name}": _MODEL for name in PROVIDERS if name not in STORES},
    **{f"langchain_{name}": _STORE for name in STORES if name not in PROVIDERS},
    **{
        f"langchain_{name}": f"{_MODEL} {_STORE} **.load **.load_and_split"
        for name in STORES
        if name in PROVIDERS
    },
    "langchain_core.vectorstores.VectorStoreRetriever": "invoke batch get_relevant_documents",
    "langchain_core.language_models.BaseChatModel": "invoke batch generate",
    "langchain_classic.chains": " ".join(f"**.{name}" for name in _RUN.split()),
    **each(
        "ConversationChain ConversationalRetrievalChain LLMChain RetrievalQA RetrievalQAWithSourcesChain",
        "__call__",
        "langchain_classic.chains",
    ),
    "langchain_classic.agents.AgentExecutor": "invoke run batch apply __call__",
    **each("langchain.Stream langgraph.Stream", "__iter__"),
    "langgraph.graph.state.CompiledStateGraph": "invoke batch",
    "llama_index.core.VectorStoreIndex": _INDEX,
    "llama_index.core.QueryEngine": "query",
    "llama_index.core.ChatEngine": "chat stream_chat",
    "llama_index.core.Retriever": "retrieve",
    "llama_index.core.SimpleDirectoryReader": "load_data",
    "llama_index.llms": "**.complete **.chat **.predict",
    "llama_index.embeddings": "**.get_query_embedding **.get_text_embedding **.get_text_embedding_batch",
    "crewai.Crew": "kickoff",
    "assemblyai.Transcriber": "transcribe",
    "haystack.Pipeline": "run",
    "dashscope": "**.call",
    "elevenlabs.client.ElevenLabs": "**.convert **.create **.get **.get_all **.list **.search",
    "langsmith.Client": (
        "create_dataset create_example create_examples create_feedback create_run list_projects pull_prompt "
        "push_prompt read_dataset read_project read_run update_run"
    ),
    "langfuse.Langfuse": "auth_check create_dataset create_prompt get_dataset get_prompt",
    "guardrails.Guard": "__call__ parse validate",
    "deepgram.DeepgramClient": "**.transcribe_file **.transcribe_url",
    "gtts.gTTS": "save write_to_fp stream",
    "mlflow": (
        "create_experiment delete_experiment delete_run end_run get_experiment get_experiment_by_name get_run "
        "log_artifact log_artifacts log_dict log_figure log_image log_metric log_metrics log_param log_params "
        "log_table log_text register_model search_experiments search_model_versions search_runs set_experiment "
        "set_tag set_tags start_run"
    ),
    "mlflow.pyfunc": "load_model",
    **each("mlflow.MlflowClient", "* !tracking_uri"),
}
