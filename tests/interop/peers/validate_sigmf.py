#!/usr/bin/python3
"""SigMF metadata on standard input against the JSON Schema of the standard: validate_sigmf.py SCHEMA. One line a fault."""
import json
import sys

import jsonschema

with open(sys.argv[1]) as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
for fault in validator.iter_errors(json.load(sys.stdin)):
    print(f"{fault.json_path}: {fault.message}")
