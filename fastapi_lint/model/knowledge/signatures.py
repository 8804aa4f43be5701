"""The keyword arguments that FastAPI takes. Source: the signatures of FastAPI 0.165."""

from __future__ import annotations

CONSTRUCTORS: dict[str, frozenset[str]] = {
    "fastapi.FastAPI": frozenset(
        {
            "callbacks",
            "contact",
            "debug",
            "default_response_class",
            "dependencies",
            "deprecated",
            "description",
            "docs_url",
            "exception_handlers",
            "form_limits",
            "generate_unique_id_function",
            "include_in_schema",
            "license_info",
            "lifespan",
            "max_body_size",
            "middleware",
            "on_shutdown",
            "on_startup",
            "openapi_external_docs",
            "openapi_tags",
            "openapi_url",
            "redirect_slashes",
            "redoc_url",
            "responses",
            "root_path",
            "root_path_in_servers",
            "routes",
            "separate_input_output_schemas",
            "servers",
            "strict_content_type",
            "summary",
            "swagger_ui_init_oauth",
            "swagger_ui_oauth2_redirect_url",
            "swagger_ui_parameters",
            "telemetry",
            "terms_of_service",
            "title",
            "version",
            "webhooks",
        }
    ),
}
"""What the constructors take."""

_COMMON = frozenset(
    {
        "alias",
        "alias_priority",
        "allow_inf_nan",
        "decimal_places",
        "default",
        "default_factory",
        "deprecated",
        "description",
        "discriminator",
        "example",
        "examples",
        "fail_fast",
        "ge",
        "gt",
        "include_in_schema",
        "json_schema_extra",
        "le",
        "lt",
        "max_digits",
        "max_length",
        "min_length",
        "multiple_of",
        "openapi_examples",
        "pattern",
        "regex",
        "serialization_alias",
        "strict",
        "title",
        "union_mode",
        "validate_default",
        "validation_alias",
    }
)

MARKERS: dict[str, frozenset[str]] = {
    "fastapi.Query": _COMMON,
    "fastapi.Path": _COMMON,
    "fastapi.Header": _COMMON | {"convert_underscores"},
    "fastapi.Cookie": _COMMON,
    "fastapi.Body": _COMMON | {"embed", "media_type"},
    "fastapi.Form": _COMMON | {"media_type"},
    "fastapi.File": _COMMON | {"media_type"},
}
"""What the functions take that say where a parameter comes from."""
