"""SDKs that are clients of one service over HTTP.

Sources: the API references of stripe 13, twilio 9, sendgrid 6, slack_sdk 3, PyGithub 2, python-gitlab 8, jira 3,
notion-client 3, tweepy 4, pyairtable 3, zeep 4, PyJWT 2, google-auth 2, google-api-python-client 2, firebase-admin
7, google-cloud-vision 3, -speech 2, -texttospeech 2, azure-communication-email 1, azure-ai-documentintelligence 1,
msal 1, python-keycloak 5, kubernetes 34, docker 7, hvac 2, web3 7, selenium 4, spotipy 2, razorpay 2,
paypalrestsdk 1, auth0-python 4, pusher 3, apprise 1, pystac 1, pystac-client 0.9, deep-translator 1, pynetbox 7,
dulwich 0.2x, keyring 25, Office365-REST-Python-Client 2, google-cloud-aiplatform 1,
O365 2, pytube 15, pytubefix 10, gradio_client 2, algoliasearch 3, proxmoxer 2, databricks-sdk 0.x, wandb 0.2x.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

SERVICES = {
    "stripe": (
        "**.create **.retrieve **.modify **.update **.list **.search **.delete **.cancel **.confirm **.capture"
    ),
    "twilio.rest.Client": "**.create **.fetch **.list",
    "sendgrid.SendGridAPIClient": "send client.mail.send.post",
    "resend.Emails": "send",
    "slack_sdk.WebClient": "*",
    "slack_sdk.web.client.WebClient": "*",
    "slack_sdk.webhook.WebhookClient": "send send_dict",
    "github.Github": "get_repo get_organization get_rate_limit",  # searches are lists that load later
    "github.Repository.Repository": (
        "compare create_file create_fork create_git_ref create_git_release create_hook create_issue create_label "
        "create_pull delete_file edit get_branch get_commit get_contents get_git_ref get_issue get_latest_release "
        "get_pull get_readme get_release get_topics merge update_file"
    ),
    "gitlab.Gitlab": "auth http_get http_post http_put http_delete http_request **.get **.list **.create",
    "jira": "JIRA",  # asks the server who it is
    "jira.JIRA": (
        "add_attachment add_comment assign_issue create_issue create_issues current_user delete_issue_link fields "
        "group_members issue myself project projects search_issues search_users server_info transition_issue "
        "transitions user"
    ),
    "notion_client.Client": "request search **.query **.retrieve **.create **.update **.list **.append **.delete",
    "tweepy.Client": (
        "create_tweet delete_tweet follow_user get_me get_tweet get_tweets get_user get_users get_users_tweets "
        "get_users_mentions like request retweet search_recent_tweets"
    ),
    "tweepy.API": "get_status get_user home_timeline media_upload search_tweets send_direct_message",
    "pyairtable.Table": (
        "all first get create update delete batch_create batch_update batch_upsert batch_delete schema"
    ),
    "zeep": "Client",  # reads the WSDL
    "zeep.Client": "service.*",
    "telebot.TeleBot": (
        "send_message send_photo send_document edit_message_text answer_callback_query set_webhook polling"
    ),
    "googleapiclient.discovery.Resource": "**.execute",
    "googleapiclient.http.HttpRequest": "execute next_chunk",
    **each("credentials.Credentials service_account.Credentials", "refresh", "google.oauth2"),
    "google.auth.credentials.Credentials": "refresh",
    **each(
        "vertexai.preview.rag vertexai.rag",
        "create_corpus delete_corpus delete_file get_corpus get_file import_files list_corpora list_files "
        "retrieval_query update_corpus upload_file",
    ),
    "google.auth.transport.requests.AuthorizedSession": "get options head post put patch delete request send",
    "firebase_admin.db.Reference": "get set push update delete transaction",
    "google.cloud.vision.ImageAnnotatorClient": (
        "batch_annotate_images document_text_detection face_detection label_detection text_detection"
    ),
    "google.cloud.speech.SpeechClient": "recognize",
    "google.cloud.texttospeech.TextToSpeechClient": "synthesize_speech list_voices",
    "azure.communication.email.EmailClient": "begin_send",
    "azure.ai.documentintelligence.DocumentIntelligenceClient": "begin_analyze_document",
    "keycloak.KeycloakOpenID": "token refresh_token userinfo introspect well_known public_key certs logout",
    "keycloak.KeycloakAdmin": (
        "create_user delete_user get_user get_user_id get_users update_user set_user_password"
    ),
    "consul.Consul": "kv.get kv.put kv.delete catalog.service catalog.services health.service",
    "web3.Web3": (
        "is_connected eth.call eth.estimate_gas eth.get_balance eth.get_block eth.get_transaction "
        "eth.get_transaction_count eth.get_transaction_receipt eth.send_raw_transaction eth.send_transaction "
        "eth.wait_for_transaction_receipt"
    ),
    **each(
        "Chrome Firefox Edge Remote", "get find_element find_elements execute_script", "selenium.webdriver"
    ),
    "selenium.webdriver": "Chrome Firefox Edge Remote",  # start the browser
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
    "docker.APIClient": "* !close",
    "docker.models.containers.Container": (
        "commit exec_run get_archive kill logs pause put_archive reload remove rename restart start stats stop top "
        "unpause update wait"
    ),
    "hvac.Client": "*",
    "spotipy.Spotify": "* !auth_manager !next !previous",
    "razorpay.Client": "**.all **.capture **.create **.delete **.edit **.fetch **.refund",
    "paypalrestsdk": "**.all **.find",
    "auth0.authentication.GetToken": (
        "authorization_code client_credentials login passwordless_login refresh_token"
    ),
    "auth0.authentication.Users": "userinfo",
    "pusher.Pusher": "channel_info channels_info trigger trigger_batch users_info",
    "apprise.Apprise": "notify",
    "pystac_client.Client": "get_collection open",
    "pystac_client.ItemSearch": "item_collection item_collection_as_dict matched",
    **each("Catalog Collection Item", "from_file save_object", "pystac"),
    "deep_translator": "**.translate **.translate_batch",
    "wget": "download",
    "gdown": "download download_folder",
    "pooch": "retrieve",
    "newspaper.Article": "download",
    "pynetbox": "**.all **.create **.delete **.get **.update",
    "openstack": "connect",
    "dulwich.porcelain": "clone fetch pull push",
    "O365.Account": "authenticate get_current_user_data request_token",
    **each("pytube.Stream pytubefix.Stream", "download stream_to_buffer"),
    "gradio_client": "Client",  # asks the application for its interface
    "gradio_client.Client": "duplicate predict view_api",
    "algoliasearch.search_index.SearchIndex": "* !browse_objects !browse_rules !browse_synonyms",
    "proxmoxer.ProxmoxAPI": "**.create **.delete **.get **.post **.put **.set",
    "databricks.sdk.WorkspaceClient": (
        "**.cancel_run **.create **.delete **.execute_statement **.get **.get_run **.query **.run_now **.submit "
        "**.update **.upload"
    ),
    "openmeteo_requests.Client": "weather_api",
    "google.cloud.translate_v2.Client": "detect_language get_languages translate",
    "wandb": "init login finish",
    "keyring": "delete_password get_credential get_password set_password",
    "office365.runtime.client_runtime_context.ClientRuntimeContext": "execute_batch execute_query",
}
