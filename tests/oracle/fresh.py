"""Applications that nobody had looked at when the model was held against them for the first time.

``docs/oracle.md`` has what it said then. The application of a library is made as its manual shows it, in ``making``;
where the name is ``making:app``, that code is part of what the model reads.
"""

from __future__ import annotations

from pinned import Application

FRESH = (
    Application("chromadb", ("chromadb.app:app",), version="0.6.3", folders=("chromadb",)),
    Application("gns3-server", ("gns3server.api.server:app",), version="3.0.6", folders=("gns3server",)),
    Application(
        "google-adk",
        ("google.adk.cli.fast_api:get_fast_api_app()",),
        version="2.13.0",
        folders=("google/adk",),
        making="""
from google.adk.cli.fast_api import get_fast_api_app
app = get_fast_api_app(agents_dir=".", web=True)
""",
    ),
    Application("jesse", ("jesse.app:fastapi_app",), version="3.5.3", folders=("jesse",)),
    Application(
        "kedro-viz",
        ("making:app",),
        version="12.5.0",
        folders=("kedro_viz",),
        making="""
from pathlib import Path
from kedro_viz.api.apps import create_api_app_from_project
app = create_api_app_from_project(Path("."))
""",
    ),
    Application(
        "litserve",
        ("making:app",),
        version="0.2.19",
        folders=("litserve",),
        making="""
import litserve as ls

class Power(ls.LitAPI):
    def setup(self, device):
        self.model = lambda x: x**2

    def predict(self, x):
        return self.model(x)

server = ls.LitServer(Power())
app = server.app
""",
    ),
    Application(
        "maggma",
        ("making:app",),
        extra="[api]",
        version="0.77.1",
        folders=("maggma",),
        making="""
from maggma.api.API import API
from maggma.api.query_operator import PaginationQuery
from maggma.api.resource import ReadOnlyResource
from maggma.stores import MemoryStore
from pydantic import BaseModel

class Owner(BaseModel):
    name: str
    age: int

owners = ReadOnlyResource(MemoryStore(key="name"), Owner, query_operators=[PaginationQuery()])
made = API(resources={"owners": [owners]})
app = made.app
""",
    ),
    Application(
        "mcp-contextforge-gateway",
        ("mcpgateway.main:app",),
        version="1.0.7.post20260921",
        folders=("mcpgateway",),
        settings=(
            ("JWT_SECRET_KEY", "fW3-Kq9_vT7xLz2RbNc5YhJ8mDpGsA4e"),
            ("AUTH_ENCRYPTION_SECRET", "Vb6_nM1-QwE4rTy8UiO3pAsDf5GhJkLz"),
            ("BASIC_AUTH_PASSWORD", "Zx81.Spectrum-48"),
            ("PLATFORM_ADMIN_PASSWORD", "Zx81.Spectrum-48"),
            ("DEFAULT_USER_PASSWORD", "Zx81.Spectrum-48"),
        ),
    ),
    Application(
        "openeo-fastapi",
        ("making:app",),
        ("3.11",),
        version="2026.8.3",
        folders=("openeo_fastapi",),
        making="""
from fastapi import FastAPI
from openeo_fastapi.api.app import OpenEOApi
from openeo_fastapi.api.types import Billing, FileFormat, GisDataType, Link, Plan
from openeo_fastapi.client.core import OpenEOCore

client = OpenEOCore(
    input_formats=[],
    output_formats=[],
    links=[],
    billing=Billing(
        currency="credits",
        default_plan="a-cloud",
        plans=[Plan(name="user", description="Subscription plan.", paid=True)],
    ),
)
api = OpenEOApi(client=client, app=FastAPI())
app = api.app
""",
        settings=(
            ("API_DNS", "x.org"),
            ("API_TLS", "False"),
            ("API_TITLE", "x"),
            ("API_DESCRIPTION", "x"),
            ("ALEMBIC_DIR", "{here}"),
            ("OIDC_URL", "https://x.org"),
            ("OIDC_ORGANISATION", "x"),
            ("OIDC_ROLES", "x"),
            ("STAC_API_URL", "https://x.org"),
            ("POSTGRES_USER", "x"),
            ("POSTGRES_PASSWORD", "x"),
            ("POSTGRESQL_HOST", "x"),
            ("POSTGRESQL_PORT", "1"),
            ("POSTGRES_DB", "x"),
        ),
    ),
    Application(
        "piccolo-admin",
        ("making:app",),
        version="1.14.0",
        folders=("piccolo_admin",),
        making="""
from piccolo.columns import Varchar
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table
from piccolo_admin.endpoints import create_admin

class Movie(Table, db=SQLiteEngine()):
    name = Varchar()

app = create_admin(tables=[Movie])
""",
    ),
    Application(
        "stac-auth-proxy",
        ("stac_auth_proxy:create_app()",),
        version="1.3.1",
        folders=("stac_auth_proxy",),
        settings=(("UPSTREAM_URL", "https://x.org"), ("OIDC_DISCOVERY_URL", "https://x.org/d")),
    ),
    Application(
        "streamsync",
        ("streamsync.serve:get_asgi_app()",),
        version="0.5.0",
        folders=("streamsync",),
        making="""
from pathlib import Path
from streamsync.serve import get_asgi_app
Path("app").mkdir(exist_ok=True)
Path("app/main.py").write_text("")
app = get_asgi_app("app", "run")
""",
    ),
    Application("swe-rex", ("swerex.server:app",), version="1.4.0", folders=("swerex",)),
    Application(
        "xpublish",
        ("making:app",),
        version="0.5.2",
        folders=("xpublish",),
        making="""
import xarray
from xpublish import Rest
rest = Rest({"air": xarray.Dataset()})
app = rest.app
""",
    ),
    Application(
        "adapt-server",
        ("adapt.app:create_app()",),
        version="0.5.2",
        folders=("adapt",),
        making="""
from pathlib import Path
from adapt.config import AdaptConfig
from adapt.app import create_app
app = create_app(AdaptConfig(root=Path(".")))
""",
    ),
    Application(
        "airbyte-cdk",
        ("airbyte_cdk.manifest_server.app:app",),
        extra="[manifest-server]",
        version="7.39.1",
        folders=("airbyte_cdk",),
    ),
    Application(
        "bioregistry",
        ("making:app",),
        extra="[web]",
        version="0.15.6",
        folders=("bioregistry", "curies"),
        making="""
from bioregistry.app.impl import get_app
app = get_app()
""",
    ),
    Application("cognee", ("cognee.api.client:app",), version="1.6.5", folders=("cognee",)),
    Application(
        "covalent",
        ("covalent_ui.app:fastapi_app",),
        ("3.10",),
        version="0.240.0",
        folders=("covalent_ui", "covalent_dispatcher", "covalent"),
    ),
    Application(
        "crudadmin",
        ("making:app",),
        version="0.6.0",
        folders=("crudadmin",),
        beside=("aiosqlite",),
        making="""
from crudadmin import CRUDAdmin
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class Item(Base):
    __tablename__ = "item"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

class ItemCreate(BaseModel):
    name: str

engine = create_async_engine("sqlite+aiosqlite:///:memory:")
sessions = async_sessionmaker(engine)

async def get_session():
    async with sessions() as session:
        yield session

admin = CRUDAdmin(session=get_session, SECRET_KEY="x")
admin.add_view(model=Item, create_schema=ItemCreate, update_schema=ItemCreate)
app = admin.app
""",
    ),
    Application("gene-normalizer", ("gene.main:app",), version="0.12.0", folders=("gene",)),
    Application(
        "llama-deploy", ("llama_deploy.apiserver.app:app",), version="0.9.2", folders=("llama_deploy",)
    ),
    Application(
        "mlte",
        ("mlte.backend.core.app_factory:create()",),
        extra="[web]",
        version="2.7.0",
        folders=("mlte",),
        beside=("python-jose", "python-multipart"),
    ),
    Application(
        "opal-client",
        ("opal_client.main:app",),
        version="0.9.9",
        folders=("opal_client", "opal_common"),
        beside=("aiofiles",),
    ),
    Application(
        "opsml",
        ("opsml.app.main:run_app()",),
        ("3.11",),
        extra="[server]",
        version="2.2.4",
        folders=("opsml",),
    ),
    Application(
        "phidata",
        ("making:app",),
        extra="[server]",
        version="2.7.10",
        folders=("phi",),
        beside=("openai", "python-multipart"),
        making="""
from phi.agent.agent import Agent
from phi.playground import Playground
app = Playground(agents=[Agent(name="x")]).get_app()
""",
    ),
    Application(
        "putplace-server",
        ("putplace_server.main:app",),
        version="0.11.7",
        folders=("putplace_server",),
    ),
    Application(
        "rdflib-endpoint",
        ("making:app",),
        version="0.6.3",
        folders=("rdflib_endpoint",),
        making="""
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
app = SparqlEndpoint(graph=Dataset())
""",
    ),
    Application(
        "rq-dashboard-fast",
        ("making:app",),
        version="0.9.2",
        folders=("rq_dashboard_fast",),
        making="""
from fastapi import FastAPI
from rq_dashboard_fast import RedisQueueDashboard
app = FastAPI()
dashboard = RedisQueueDashboard("redis://localhost", "/rq")
app.mount("/rq", dashboard)
""",
    ),
    Application(
        "rubrix",
        ("rubrix.server.server:app",),
        ("3.9",),
        "[server]",
        "0.18.0",
        ("rubrix",),
        beside=("numpy<2",),
    ),
    Application(
        "spotdl",
        ("making:app",),
        version="4.6.0",
        folders=("spotdl",),
        making="""
from fastapi import FastAPI
from spotdl.web import api, routes
app = FastAPI()
app.include_router(api.router)
app.include_router(routes.router)
""",
    ),
    Application("suzieq", ("suzieq.restServer.query:app",), ("3.11",), version="0.25.0", folders=("suzieq",)),
    Application(
        "vanna",
        ("making:app",),
        extra="[fastapi]",
        version="2.0.2",
        folders=("vanna",),
        making="""
from unittest.mock import MagicMock
from vanna.servers.fastapi.app import VannaFastAPIServer
app = VannaFastAPIServer(MagicMock()).create_app()
""",
    ),
    Application(
        "wraptile",
        ("wraptile.app:app",),
        version="0.3.0",
        folders=("wraptile",),
        making="""
from wraptile.app import app
import wraptile.routes  # as the lifespan does
""",
    ),
)
