"""A JWT is trusted without being verified, or verified by whatever algorithm it asks for.

- A dependency decodes with `options={"verify_signature": False}` (or PyJWT 1's `verify=False`): anybody can write
  the token that it reads, with any user id and any role.
- python-jose decodes without `algorithms`: the token itself then says how it is to be verified.

Elsewhere than in a dependency, to decode without verifying usually means to look at a token that somebody else has
verified, or to look before verifying. That is left alone, and so is a dependency that also verifies. PyJWT 2 refuses
every token without `algorithms`, and both libraries refuse `none`: there is nothing to report.

Bad:

    import jwt
    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_user(token: str) -> str:
        payload = jwt.decode(token, options={"verify_signature": False})
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the signature is not verified: anybody can make a token that says anything
        return str(payload["sub"])

    @app.get("/me")
    def read_me(user: str = Depends(get_user)) -> str:
        return user

Good:

    import os

    import jwt
    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_user(token: str) -> str:
        payload = jwt.decode(token, os.environ["KEY"], algorithms=["HS256"])
        return str(payload["sub"])

    @app.get("/me")
    def read_me(user: str = Depends(get_user)) -> str:
        return user
"""

from fastapi_lint import Context, Findings, Function, ProjectCall, Rule, Severity
from fastapi_lint.model.answers.jwt import DECODE, UNVERIFIED, weakness
from fastapi_lint.model.domain import Role

rule = Rule(__name__, "FAPI704", Severity.ERROR, since="0.1")


@rule.on(ProjectCall, to=DECODE)
def check(call: ProjectCall, ctx: Context) -> Findings:
    found = weakness(call.callee, call.call, call.site.given)
    if found is None or call.call.is_open:
        return
    message, place = found
    if message == UNVERIFIED and not _decides_alone(call.function):
        return
    yield ctx.finding(
        place,
        message,
        help='verify it: `jwt.decode(token, key, algorithms=["HS256"])`, with the one algorithm that you sign with',
    )


def _decides_alone(function: Function | None) -> bool:
    """Whether it is a dependency, and verifies nothing besides."""
    if function is None or Role.DEPENDENCY not in function.roles:
        return False
    calls = function.project.calls_in(function, DECODE)
    return all(weakness(call.callee, call.call, call.site.given) is not None for call in calls)
