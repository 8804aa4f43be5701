"""HTTP: clients, and SDKs that are clients of one service.

Sources: the API references of requests 2.32, httpx 0.28, urllib3 2.5, openai 2, anthropic 0.7x, cohere 5,
groq 0.3x, mistralai 1, google-genai 1, langchain 1, ollama 0.6, huggingface_hub 1, stripe 13, twilio 9,
slack_sdk 3, PyJWT 2, google-auth 2, firebase-admin 7. `async_…` and `…_async` twins are left alone by the lookup.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import Family, each

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
    "yfinance": "download",
    "yt_dlp.YoutubeDL": "download extract_info",
    "nltk": "download",
}

_LANGUAGE_MODELS = {
    **each("openai.OpenAI openai.AzureOpenAI", _OPENAI),
    "openai": "chat.completions.create responses.create embeddings.create moderations.create images.generate",
    # openai 0.x; its coroutines are `acreate`
    **each("ChatCompletion Completion Embedding Moderation Image Edit", "create", "openai"),
    **each("Anthropic AnthropicBedrock AnthropicVertex AnthropicFoundry", _ANTHROPIC, "anthropic"),
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
    "replicate": "run",
    "replicate.Client": "run",
    "huggingface_hub": "hf_hub_download snapshot_download list_models upload_file upload_folder model_info",
    "huggingface_hub.HfApi": "* !run_as_future",
    "huggingface_hub.InferenceClient": "*",
    **{
        f"langchain_{package}": "**.invoke **.batch **.predict **.embed_query **.embed_documents"
        for package in (
            *("openai", "anthropic", "aws", "cohere", "community", "fireworks", "google_genai"),
            *("google_vertexai", "groq", "huggingface", "mistralai", "ollama", "together"),
        )
    },
}

_SERVICES = {
    "stripe": (
        "**.create **.retrieve **.modify **.update **.list **.search **.delete **.cancel **.confirm **.capture"
    ),
    "twilio.rest.Client": "messages.create messages.list calls.create calls.list",
    "sendgrid.SendGridAPIClient": "send",
    "resend.Emails": "send",
    "slack_sdk.WebClient": "*",
    "slack_sdk.web.client.WebClient": "*",
    "slack_sdk.webhook.WebhookClient": "send send_dict",
    "github.Github": "get_repo get_organization get_rate_limit search_repositories search_issues search_code",
    "jwt.PyJWKClient": "fetch_data get_jwk_set get_signing_keys get_signing_key get_signing_key_from_jwt",
    "google.auth": "default",
    "google.oauth2.id_token": "verify_oauth2_token verify_token verify_firebase_token fetch_id_token",
    "firebase_admin.auth": (
        "verify_id_token verify_session_cookie create_session_cookie create_user update_user delete_user "
        "get_user get_user_by_email get_user_by_phone_number list_users set_custom_user_claims "
        "revoke_refresh_tokens generate_email_verification_link generate_password_reset_link"
    ),
    "firebase_admin.messaging": "send send_each send_each_for_multicast subscribe_to_topic",
    "msal.ConfidentialClientApplication": (
        "acquire_token_for_client acquire_token_by_authorization_code acquire_token_on_behalf_of "
        "acquire_token_by_auth_code_flow acquire_token_silent"
    ),
    **each(
        "ApisApi AppsV1Api AuthorizationV1Api AutoscalingV1Api BatchV1Api CoreV1Api CustomObjectsApi "
        "ApiextensionsV1Api NetworkingV1Api PolicyV1Api RbacAuthorizationV1Api StorageV1Api VersionApi",
        "*",
        "kubernetes.client",
    ),
    "docker": "from_env",  # asks the daemon for its version since docker 7.0
    "docker.DockerClient": "* !close",
    "hvac.Client": "*",
}

HTTP = Family("http", _CLIENTS, _LANGUAGE_MODELS, _SERVICES)
