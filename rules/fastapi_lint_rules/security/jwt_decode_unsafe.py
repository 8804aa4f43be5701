"""A JWT is decoded without verifying it, or by whatever algorithm it asks for.

- With `options={"verify_signature": False}` (or PyJWT 1's `verify=False`) anybody can write the token: its user id,
  its roles.
- `algorithms` tells what a signature may be. With `"none"` among them no signature is needed; python-jose without
  `algorithms` takes whatever the token itself names. (PyJWT 2 refuses every token without it, which no test can miss.)

A function that also verifies is left alone: to look at a token first, for its issuer or key, is fine. So is
`get_unverified_header`, and what is only known in part.

Bad:

    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/me")
    def read_me(token: str) -> str:
        payload = jwt.decode(token, options={"verify_signature": False})
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the signature is not verified: anybody can make a token that says anything
        return str(payload["sub"])

Good:

    import os

    import jwt
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/me")
    def read_me(token: str) -> str:
        payload = jwt.decode(token, os.environ["KEY"], algorithms=["HS256"])
        return str(payload["sub"])
"""

from fastapi_lint import Context, Findings, ProjectCall, Rule, Severity
from fastapi_lint.model.jwt import DECODE, weakness

rule = Rule(__name__, "FAPI704", Severity.ERROR, since="0.1")


@rule.on(ProjectCall, to=DECODE)
def check(call: ProjectCall, ctx: Context) -> Findings:
    found = weakness(call.callee, call.call, call.site.given)
    if found is None or call.call.is_open:
        return
    if call.function is not None:
        others = call.module.project.calls_in(call.function, DECODE)
        if any(other.call != call.call and weakness(other.callee, other.call, other.site.given) is None for other in others):
            return
    message, place = found
    yield ctx.finding(
        place, message, help='verify it: `jwt.decode(token, key, algorithms=["HS256"])`, with the one algorithm that you sign with'
    )
