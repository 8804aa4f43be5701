"""The tables of blocking calls against the libraries that are installed here, the standard library at least."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fastapi_lint.model.knowledge.blocking import BY_NAME, INSTEAD
from fastapi_lint.model.loop.blocking import Blocking

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
import knowledge

STANDARD = sorted(
    {name.partition(".")[0] for family in BY_NAME.values() for name in family} & sys.stdlib_module_names
)


@pytest.mark.filterwarnings("ignore")
def test_every_name_of_the_standard_library_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge.main([*STANDARD, "builtins"]) == 0, capsys.readouterr().out


def test_no_name_is_in_two_families() -> None:
    seen: dict[str, str] = {}
    for family in BY_NAME.values():
        for name in family:
            assert seen.setdefault(name, family.name) == family.name, name


def test_what_to_use_instead_is_about_something() -> None:
    owners = {name.lstrip("!") for family in BY_NAME.values() for name in family}
    idle = [head for head in INSTEAD if not any(f"{name}.".startswith(f"{head}.") for name in owners)]
    assert idle == []


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("requests.get", "http"),
        ("requests.Response", ""),
        ("openai.OpenAI.chat.completions.create", "http"),
        ("openai.AsyncOpenAI.chat.completions.create", ""),
        ("openai.OpenAI.with_streaming_response.chat.completions.create", ""),
        ("google.genai.Client.models.generate_content", "http"),
        ("google.genai.Client.aio.models.generate_content", ""),
        ("mistralai.Mistral.chat.complete", "http"),
        ("mistralai.Mistral.chat.complete_async", ""),
        ("stripe.checkout.Session.create", "http"),
        ("stripe.checkout.Session.create_async", ""),
        ("redis.Redis.get", "database"),
        ("redis.Redis.pipeline", ""),
        ("redis.Redis.__enter__", ""),
        ("redis.lock.Lock.__enter__", "database"),
        ("redis.asyncio.Redis.get", ""),
        ("sqlalchemy.ext.asyncio.AsyncSession.execute", ""),
        ("sklearn.ensemble.RandomForestClassifier.predict", "cpu"),
        ("transformers.AutoModel.from_pretrained", "cpu"),
        ("os.path.exists", "metadata"),
        ("os.path.join", ""),
        ("motor.motor_asyncio.AsyncIOMotorClient.find", ""),
        ("aiofiles.open", ""),
        ("unittest.mock.Mock.get", ""),
    ],
)
def test_families(name: str, family: str) -> None:
    assert Blocking().family(name) == family
