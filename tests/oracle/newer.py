"""More applications that nobody had looked at, chosen when the first list was done; as in ``fresh.py``."""

from __future__ import annotations

from pinned import Application

NEWER = (
    Application(
        "freqtrade",
        ("making:app",),
        version="2026.9",
        folders=("freqtrade",),
        making="""
from freqtrade.rpc.api_server.webserver import ApiServer
ApiServer.start_api = lambda self: None
api = {"enabled": True, "listen_ip_address": "127.0.0.1", "listen_port": 8080, "username": "x", "password": "x"}
api.update({"jwt_secret_key": "x", "CORS_origins": [], "ws_token": "x", "verbosity": "error"})
server = ApiServer({"api_server": api, "runmode": "webserver"}, standalone=True)
app = server.app
""",
    ),
    Application(
        "sqlmesh",
        ("web.server.main:create_app()",),
        extra="[web]",
        version="0.236.4",
        folders=("web", "sqlmesh"),
    ),
    Application(
        "stac-fastapi-pgstac",
        ("stac_fastapi.pgstac.app:create_app()",),
        extra="[server]",
        version="7.2.0",
        folders=("stac_fastapi", "stac_pydantic"),
        settings=(
            ("PGUSER", "x"),
            ("PGPASSWORD", "x"),
            ("PGHOST", "x"),
            ("PGPORT", "5432"),
            ("PGDATABASE", "x"),
        ),
    ),
    Application(
        "stac-fastapi-opensearch",
        ("stac_fastapi.opensearch.app:create_app()",),
        extra="[server]",
        version="8.0.0",
        folders=("stac_fastapi", "stac_pydantic"),
    ),
    Application(
        "datajunction-server",
        ("datajunction_server.api.main:app",),
        version="0.0.272",
        folders=("datajunction_server",),
        beside=("greenlet", "fastapi<0.120"),
    ),
    Application(
        "quetz-server",
        ("quetz.main:app",),
        ("3.10",),
        version="0.10.4",
        folders=("quetz",),
        beside=("fastapi<0.110",),
        settings=(
            ("QUETZ_SQLALCHEMY_DATABASE_URL", "sqlite:///x.db"),
            ("QUETZ_SESSION_SECRET", "xxxxxxxxxxxxxxxx"),
            ("QUETZ_SESSION_HTTPS_ONLY", "false"),
        ),
    ),
    Application(
        "fastapi-admin",
        ("fastapi_admin.app:app",),
        ("3.10",),
        version="1.0.4",
        folders=("fastapi_admin",),
    ),
    Application(
        "infrahub-server",
        ("infrahub.server:app",),
        version="1.11.9",
        folders=("infrahub", "infrahub_sdk"),
    ),
    Application(
        "stac-fastapi-eodag",
        ("stac_fastapi.eodag.app:app",),
        extra="[server]",
        version="0.6.1",
        folders=("stac_fastapi", "stac_pydantic"),
    ),
    Application(
        "titiler-pgstac",
        ("titiler.pgstac.main:app",),
        extra="[psycopg-binary]",
        version="3.2.0",
        folders=("titiler",),
        settings=(
            ("PGUSER", "x"),
            ("PGPASSWORD", "x"),
            ("PGHOST", "x"),
            ("PGPORT", "5432"),
            ("PGDATABASE", "x"),
        ),
    ),
    Application(
        "nucliadb",
        ("nucliadb.search.app:base_app", "nucliadb.train.app:base_app"),
        version="7.2.0.post7403",
        folders=("nucliadb", "nucliadb_models", "nucliadb_utils"),
        beside=("fastapi<0.130",),
    ),
    Application(
        "orchestrator-core",
        ("making:app",),
        version="5.5.0",
        folders=("orchestrator", "oauth2_lib"),
        making="""
from orchestrator.core import OrchestratorCore
from orchestrator.core.settings import AppSettings
app = OrchestratorCore(base_settings=AppSettings())
""",
    ),
    Application(
        "ocrd",
        ("making:app",),
        ("3.11",),
        version="3.13.3",
        folders=("ocrd_network", "ocrd", "ocrd_utils"),
        making="""
from unittest.mock import MagicMock
import ocrd_network.processing_server as ps
from ocrd_network.processing_server import ProcessingServer
ps.ClientConfig = MagicMock
ps.Deployer = MagicMock()
app = ProcessingServer("config.yml", "localhost", 8080)
""",
    ),
    Application(
        "recce",
        ("recce.server:app",),
        version="1.69.1",
        folders=("recce",),
    ),
    Application(
        "hypha",
        ("making:app",),
        ("3.11",),
        version="0.21.137",
        folders=("hypha",),
        beside=("aiobotocore",),
        making="""
from hypha.server import create_application, get_argparser
app = create_application(get_argparser(add_help=False).parse_args([]))
""",
    ),
    Application(
        "skyline-apiserver",
        ("skyline_apiserver.main:app",),
        ("3.11",),
        version="9.0.0",
        folders=("skyline_apiserver",),
    ),
    Application(
        "ewoksserver",
        ("making:app",),
        version="2.1.2",
        folders=("ewoksserver",),
        making="""
from ewoksserver.app import create_app
app = create_app()
""",
    ),
    Application(
        "blueapi",
        ("making:app",),
        version="1.21.1",
        folders=("blueapi",),
        making="""
from blueapi.config import ApplicationConfig
from blueapi.service.main import get_app
app = get_app(ApplicationConfig())
""",
    ),
    Application(
        "rio-ui",
        ("making:app",),
        version="0.12.3",
        folders=("rio",),
        making="""
import rio
class Root(rio.Component):
    def build(self):
        return rio.Text("x")
app = rio.App(build=Root).as_fastapi()
""",
    ),
    Application(
        "vetiver",
        ("making:app",),
        version="0.2.6",
        folders=("vetiver",),
        making="""
from vetiver import VetiverModel, VetiverAPI
from sklearn.dummy import DummyClassifier
import pandas
made = DummyClassifier().fit(pandas.DataFrame({"a": [1]}), [1])
v = VetiverModel(made, model_name="m", prototype_data=pandas.DataFrame({"a": [1]}))
api = VetiverAPI(v)
app = api.app
""",
    ),
    Application(
        "murfey",
        ("murfey.server.main:app", "murfey.instrument_server.main:app"),
        extra="[server]",
        version="0.27.5",
        folders=("murfey",),
    ),
    Application(
        "openhands-ai",
        ("openhands.app_server.app:app",),
        version="1.11.0",
        folders=("openhands",),
    ),
    Application(
        "lilac",
        ("lilac.server:app",),
        ("3.11",),
        version="0.3.9",
        folders=("lilac",),
        beside=("numpy<2",),
    ),
    Application(
        "swanboard",
        ("swanboard.app:app",),
        ("3.11",),
        version="0.1.6",
        folders=("swanboard",),
    ),
    Application(
        "renumics-spotlight",
        ("making:app",),
        version="1.8.2",
        folders=("renumics",),
        making="""
from renumics.spotlight.app import SpotlightApp
app = SpotlightApp()
""",
    ),
    Application(
        "inspect-ai",
        ("making:app",),
        version="0.3.285",
        folders=("inspect_ai",),
        beside=("fastapi",),
        making="""
from inspect_ai._view.fastapi_server import view_server_app
app = view_server_app(default_dir=".")
""",
    ),
    Application(
        "langserve",
        ("making:app",),
        extra="[all]",
        version="0.3.3",
        folders=("langserve",),
        making="""
from fastapi import FastAPI
from langchain_core.runnables import RunnableLambda
from langserve import add_routes
app = FastAPI()
add_routes(app, RunnableLambda(lambda x: x), path="/x")
""",
    ),
    Application(
        "flet-web",
        ("making:app",),
        version="1.0.5",
        folders=("flet_web",),
        making="""
import flet_web.fastapi
def main(page):
    pass
app = flet_web.fastapi.app(main)
""",
    ),
    Application(
        "gptcache",
        ("gptcache_server.server:app",),
        ("3.11",),
        version="0.1.44",
        folders=("gptcache_server", "gptcache"),
        beside=("fastapi", "uvicorn", "python-multipart", "openai<1"),
    ),
    Application(
        "rio-viz",
        ("making:app",),
        version="0.14.0",
        folders=("rio_viz",),
        making="""
from rio_viz.app import viz
made = viz("x.tif")
app = made.app
""",
    ),
    Application(
        "tilebench",
        ("making:app",),
        version="0.19.0",
        folders=("tilebench",),
        making="""
from tilebench.viz import TileDebug
made = TileDebug(src_path="x.tif", config={})
app = made.app
""",
    ),
    Application(
        "aind-data-transfer-service",
        ("aind_data_transfer_service.server:app",),
        ("3.11",),
        extra="[server]",
        version="2.2.2",
        folders=("aind_data_transfer_service",),
    ),
    Application(
        "jhub-apps",
        ("making:app",),
        version="2026.9.1",
        folders=("jhub_apps",),
        making="""
from jhub_apps.service.app import app
""",
        settings=(
            ("JUPYTERHUB_API_TOKEN", "x"),
            ("PUBLIC_HOST", "http://x"),
            ("JUPYTERHUB_CLIENT_ID", "x"),
            ("JUPYTERHUB_API_URL", "http://x"),
            ("JUPYTERHUB_SERVICE_PREFIX", "/"),
            ("JHUB_APP_JWT_SECRET_KEY", "xxx"),
        ),
    ),
    Application(
        "httpbinx",
        ("httpbinx.main:app",),
        version="1.13.1",
        folders=("httpbinx",),
    ),
    Application(
        "pinferencia",
        ("making:app",),
        ("3.10",),
        version="0.2.1",
        folders=("pinferencia",),
        making="""
from pinferencia import Server
app = Server()
""",
    ),
    Application(
        "a2a-sdk",
        ("making:app",),
        extra="[http-server]",
        version="0.3.26",
        folders=("a2a",),
        making="""
from unittest.mock import MagicMock
from a2a.server.apps import A2ARESTFastAPIApplication
from a2a.types import AgentCard, AgentCapabilities
about = {"name": "x", "description": "x", "url": "http://x", "version": "1", "skills": []}
modes = {"default_input_modes": [], "default_output_modes": []}
card = AgentCard(capabilities=AgentCapabilities(), **about, **modes)
app = A2ARESTFastAPIApplication(agent_card=card, http_handler=MagicMock()).build()
""",
    ),
    Application(
        "timvt",
        ("timvt.main:app",),
        ("3.10",),
        version="0.7.0",
        folders=("timvt",),
        beside=("pydantic<2", "fastapi<0.90"),
        settings=(
            ("POSTGRES_USER", "x"),
            ("POSTGRES_PASS", "x"),
            ("POSTGRES_HOST", "x"),
            ("POSTGRES_PORT", "5432"),
            ("POSTGRES_DBNAME", "x"),
        ),
    ),
    Application(
        "keephq",
        ("keep.api.api:get_app()",),
        ("3.11",),
        version="0.2.7",
        folders=("keep",),
        beside=("setuptools<80",),
    ),
    Application(
        "skyvern",
        ("skyvern.forge.api_app:create_api_app()",),
        extra="[server]",
        version="1.0.56",
        folders=("skyvern",),
    ),
    Application(
        "superduper-framework",
        ("making:app",),
        ("3.11",),
        version="0.10.0",
        folders=("superduper",),
        beside=("fastapi",),
        making="""
from fastapi import FastAPI
from superduper import CFG
from superduper.backends.simple.cluster import SimpleClusterBackend
app = FastAPI()
cluster = SimpleClusterBackend.build(CFG=CFG)
cluster.compute.build(app=app)
cluster.vector_search.build(app=app)
""",
    ),
    Application(
        "open-interpreter",
        ("making:app",),
        ("3.11",),
        extra="[server]",
        version="0.4.3",
        folders=("interpreter",),
        beside=("setuptools<80",),
        making="""
from interpreter.core.async_core import AsyncInterpreter
made = AsyncInterpreter()
app = made.server.app
""",
    ),
    Application(
        "lightning-app",
        ("lightning_app.core.api:fastapi_service",),
        ("3.11",),
        version="2.3.2",
        folders=("lightning_app",),
    ),
    Application(
        "streaq",
        ("making:app",),
        extra="[web]",
        version="7.2.0",
        folders=("streaq",),
        making="""
from fastapi import FastAPI
from streaq.ui import router
app = FastAPI()
app.include_router(router)
""",
    ),
    Application(
        "semra",
        ("making:app",),
        extra="[web]",
        version="0.3.0",
        folders=("semra",),
        making="""
from unittest.mock import MagicMock
from semra.wsgi import get_app
app = get_app(client=MagicMock())
""",
    ),
    Application(
        "daq-config-server",
        ("daq_config_server.app.api:app",),
        extra="[server]",
        version="1.6.0",
        folders=("daq_config_server",),
    ),
    Application(
        "titiler-openeo",
        ("titiler.openeo.main:app",),
        version="0.19.0",
        folders=("titiler",),
        settings=(("TITILER_OPENEO_STAC_API_URL", "http://x"), ("TITILER_OPENEO_STORE_URL", "{here}/s.json")),
    ),
)
