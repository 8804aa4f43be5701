"""SDKs of services that organisations buy: CRMs, trackers, files, mail, video, sandboxes, memories of agents.

Sources: the source of simple-salesforce 1.12, atlassian-python-api 4, hubspot-api-client 12, dropbox 12, cloudinary 1,
line-bot-sdk 3, proxmoxer 2, e2b 2, e2b-code-interpreter 2, mem0ai 1,
aisuite 0.1, azure-search-documents 11, algoliasearch 4, unstructured-client 0.4x, llama-parse 0.6, zhipuai 2,
python-jenkins 1.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import each

_MEMORY = "add delete delete_all get get_all history reset search update"

BUSINESS = {
    "simple_salesforce": "Salesforce",  # signs in
    "simple_salesforce.Salesforce": (
        "apexecute describe limits oauth2 query query_all query_more quick_search restful search toolingexecute "
        "**.create **.delete **.describe **.get **.get_by_custom_id **.get_deleted **.get_updated **.metadata "
        "**.update **.upsert"
    ),
    **each("Bitbucket Confluence Jira ServiceDesk", "* !close", "atlassian"),
    "hubspot.HubSpot": ("**.archive **.create **.do_search **.get_all **.get_by_id **.get_page **.update"),
    "dropbox.Dropbox": "* !close !clone !with_path_root",
    "cloudinary.uploader": "upload upload_large destroy rename explicit unsigned_upload upload_image",
    "cloudinary.api": "resource resources delete_resources ping usage update",
    "cloudinary.Search": "execute",
    **each(
        "LineBotApi",
        "reply_message push_message multicast broadcast get_profile get_message_content",
        "linebot",
    ),
    "linebot.v3.messaging.MessagingApi": "* !api_client",
    "proxmoxer": "ProxmoxAPI",  # signs in
    "e2b.Sandbox": "create connect kill commands.run commands.connect files.read files.write files.list",
    "e2b_code_interpreter.Sandbox": (
        "create connect kill commands.run files.read files.write files.list run_code create_code_context"
    ),
    "mem0.Memory": f"{_MEMORY} from_config",
    "mem0.MemoryClient": f"{_MEMORY} batch_update batch_delete users",
    "aisuite.Client": "chat.completions.create",
    "azure.search.documents.indexes.SearchIndexClient": (
        "create_index create_or_update_index delete_index get_index get_index_statistics"
    ),
    "algoliasearch.search.client.SearchClientSync": "*",
    "zhipuai.ZhipuAI": "* !close !copy !with_options !is_closed !with_streaming_response",
    "llama_parse.LlamaParse": "load_data parse get_json_result get_images",
    "unstructured_client.UnstructuredClient": "general.partition",
    "jenkins.Jenkins": "* !get_job_folder",
}
"""HTTP."""
