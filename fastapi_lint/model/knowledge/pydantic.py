"""What Pydantic 1 had and Pydantic 2 calls otherwise. Source: Pydantic 2.14, read and run."""

from __future__ import annotations

BASES = ("pydantic.BaseModel", "pydantic.RootModel", "pydantic_settings.BaseSettings", "sqlmodel.SQLModel")

_DUMP = frozenset({"include", "exclude", "by_alias", "exclude_unset", "exclude_defaults", "exclude_none"})
_NONE: frozenset[str] = frozenset()

METHODS: dict[str, tuple[str, frozenset[str] | None]] = {
    "dict": ("model_dump", _DUMP),
    "json": ("model_dump_json", _DUMP),
    "copy": ("model_copy", frozenset({"update", "deep"})),
    "parse_obj": ("model_validate", frozenset({"update"})),
    "validate": ("model_validate", _NONE),
    "parse_raw": ("model_validate_json", _NONE),
    "parse_file": ("model_validate_json(path.read_text())", _NONE),
    "from_orm": ("model_validate", frozenset({"update"})),
    "schema": ("model_json_schema", frozenset({"by_alias", "ref_template"})),
    "schema_json": ("json.dumps(Model.model_json_schema())", None),
    "construct": ("model_construct", None),
    "update_forward_refs": ("model_rebuild", _NONE),
}
"""The methods of models: what replaces each, and the keywords that mean the same there; None for any."""

UNSAFE = frozenset({"parse_raw", "from_orm", "update_forward_refs"})
"""The methods whose successor may behave otherwise."""

CLOSED = frozenset({"dict", "json", "update_forward_refs"})
"""The methods that raise for other keywords than these."""

CONFIG: dict[str, str] = {
    "allow_population_by_field_name": "populate_by_name",
    "anystr_lower": "str_to_lower",
    "anystr_strip_whitespace": "str_strip_whitespace",
    "anystr_upper": "str_to_upper",
    "keep_untouched": "ignored_types",
    "max_anystr_length": "str_max_length",
    "min_anystr_length": "str_min_length",
    "orm_mode": "from_attributes",
    "schema_extra": "json_schema_extra",
    "validate_all": "validate_default",
}
"""The settings of ``class Config`` that Pydantic 2 ignores, and what it calls them now."""

CONFIG_KEPT = frozenset(
    {
        "alias_generator",
        "allow_inf_nan",
        "arbitrary_types_allowed",
        "case_sensitive",
        "env_file",
        "env_file_encoding",
        "env_nested_delimiter",
        "env_prefix",
        "extra",
        "from_attributes",
        "frozen",
        "hide_input_in_errors",
        "ignored_types",
        "json_encoders",
        "json_schema_extra",
        "populate_by_name",
        "protected_namespaces",
        "regex_engine",
        "revalidate_instances",
        "secrets_dir",
        "ser_json_bytes",
        "ser_json_timedelta",
        "str_max_length",
        "str_min_length",
        "str_strip_whitespace",
        "str_to_lower",
        "str_to_upper",
        "strict",
        "title",
        "use_attribute_docstrings",
        "use_enum_values",
        "validate_assignment",
        "validate_default",
        "validate_return",
    }
)
"""The settings of ``class Config`` that Pydantic 2, or ``pydantic-settings``, knows by the same name."""

CONFIG_GONE = frozenset(
    {
        "allow_mutation",
        "copy_on_model_validation",
        "error_msg_templates",
        "fields",
        "getter_dict",
        "json_dumps",
        "json_loads",
        "post_init_call",
        "smart_union",
        "underscore_attrs_are_private",
    }
)
"""The settings of ``class Config`` that Pydantic 2 ignores and has no other name for."""

VALIDATORS = frozenset(
    {"pydantic.field_validator", "pydantic.model_validator", "pydantic.validator", "pydantic.root_validator"}
)
"""Decorators of methods that run when a model is made."""

SERIALIZERS = frozenset({"pydantic.computed_field", "pydantic.field_serializer", "pydantic.model_serializer"})
"""Decorators of methods that run when a model is written."""

VALIDATING = frozenset(
    {"model_validate", "model_validate_json", "model_validate_strings", "parse_obj", "parse_raw", "from_orm"}
)
"""Class methods of models that make one."""

SERIALIZING = frozenset({"model_dump", "model_dump_json", "dict", "json"})
"""Methods of models that write one."""

FIELD_VALIDATORS = frozenset(f"pydantic.{name}Validator" for name in ("After", "Before", "Plain", "Wrap"))
FIELD_SERIALIZERS = frozenset({"pydantic.PlainSerializer", "pydantic.WrapSerializer"})
"""What stands in ``Annotated`` with a function that Pydantic runs for the field."""
