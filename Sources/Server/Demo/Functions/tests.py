"""Answers who has the scope."""

import json


def lambda_handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"code": "00000", "message": "success"})}
