"""HTTP: clients, and the SDKs of language models.

Sources: the API references of requests 2.32, niquests 3, httplib2 0.31, httpx 0.28, urllib3 2.5, openai 2,
anthropic 0.7x, cohere 5, groq 0.3x, mistralai 1, google-genai 1, ollama 0.6, huggingface_hub 1,
voyageai 0.3, tavily-python 0.7. `async_…` and `…_async` twins are left alone by the lookup.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.business import BUSINESS
from fastapi_lint.model.knowledge.blocking.family import Family, each
from fastapi_lint.model.knowledge.blocking.language import FRAMEWORKS
from fastapi_lint.model.knowledge.blocking.reading import READING
from fastapi_lint.model.knowledge.blocking.services import SERVICES

_VERBS = "get options head post put patch delete request"
_POOL = "request urlopen request_encode_body request_encode_url"
_SDK = "* !close !copy !with_options !is_closed !with_streaming_response"
_OPENAI = f"{_SDK} !beta.chat.completions.stream !chat.completions.stream !responses.stream !platform_headers"
_ANTHROPIC = f"{_SDK} !messages.stream !beta.messages.stream"

_CLIENTS = {
    "requests": _VERBS,
    "requests.Session": f"{_VERBS} send",
    "requests_cache.CachedSession": f"{_VERBS} send",
    "requests_oauthlib.OAuth1Session": f"{_VERBS} fetch_request_token fetch_access_token",
    "requests_oauthlib.OAuth2Session": f"{_VERBS} fetch_token refresh_token",
    "authlib.integrations.requests_client.OAuth2Session": f"{_VERBS} fetch_token refresh_token",
    "niquests": _VERBS,
    "niquests.Session": f"{_VERBS} send",
    "httplib2.Http": "request",
    "pycurl.Curl": "perform",
    "curl_cffi.requests": _VERBS,
    "curl_cffi.requests.Session": _VERBS,
    **each("httpx httpx2", f"{_VERBS} stream"),
    **each("httpx.Client httpx2.Client", f"{_VERBS} send stream"),
    "urllib.request": "urlopen urlretrieve",
    "urllib.request.OpenerDirector": "open",
    "urllib.robotparser.RobotFileParser": "read",
    "urllib3": "request",
    **each("PoolManager ProxyManager HTTPConnectionPool HTTPSConnectionPool", _POOL, "urllib3"),
    **each("HTTPConnection HTTPSConnection", "connect request", "http.client"),
    "xmlrpc.client.ServerProxy": "*",
    "trafilatura": "fetch_url",
    "feedparser": "parse",
    "composio.ComposioToolSet": (
        "check_connected_account execute_action execute_request get_action_schemas validate_tools"
    ),
    "yt_dlp.YoutubeDL": "download extract_info",
    "nltk": "download",
    "wikipedia": "page search summary",
    **each("duckduckgo_search.DDGS ddgs.DDGS", "text images news videos"),
    "geopy.geocoders": "**.geocode **.reverse",
}

_LANGUAGE_MODELS = {
    **each("openai.OpenAI openai.AzureOpenAI", _OPENAI),
    "openai": "chat.completions.create responses.create embeddings.create moderations.create images.generate",
    # openai 0.x; its coroutines are `acreate`
    **each("ChatCompletion Completion Embedding Moderation Image Edit", "create", "openai"),
    **each("Anthropic AnthropicBedrock AnthropicVertex AnthropicFoundry", _ANTHROPIC, "anthropic"),
    "anthropic.MessageStreamManager": "__enter__",
    "openai.StreamManager": "__enter__",
    "groq.Groq": _SDK,
    "together.Together": _SDK,
    "cohere.Client": "chat embed rerank generate classify summarize tokenize detokenize",
    "cohere.ClientV2": "chat embed rerank generate classify summarize tokenize detokenize",
    "mistralai.Mistral": "**.complete **.create **.process **.moderate **.upload",
    "google.genai.Client": "* !aio !close !chats.create",
    "google.generativeai.GenerativeModel": "generate_content count_tokens",
    "google.generativeai": "embed_content upload_file list_models",
    "vertexai.generative_models.GenerativeModel": "generate_content count_tokens",
    "litellm": (
        "completion text_completion embedding image_generation transcription speech rerank moderation responses"
    ),
    "ollama": "chat generate embed embeddings pull push create delete list show ps",
    "ollama.Client": "chat generate embed embeddings pull push create delete list show ps",
    "cerebras.cloud.sdk.Cerebras": _SDK,
    "voyageai.Client": "embed contextualized_embed multimodal_embed rerank",
    "tavily.TavilyClient": "search extract crawl map research get_search_context qna_search",
    "replicate": "run",
    "replicate.Client": "run",
    "huggingface_hub": (
        "hf_hub_download snapshot_download list_models upload_file upload_folder model_info login whoami "
        "create_repo list_repo_files"
    ),
    "huggingface_hub.HfApi": "* !run_as_future",
    "huggingface_hub.InferenceClient": "*",
}

HTTP = Family("http", _CLIENTS, _LANGUAGE_MODELS, BUSINESS, FRAMEWORKS, READING, SERVICES)
