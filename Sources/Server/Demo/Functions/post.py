"""Writes a post into the table; only who is signed in gets here."""

import base64
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def lambda_handler(event, context):
    # API Gateway hands on as base64 what does not say that it is text: curl's -d calls itself a form.
    body = base64.b64decode(event["body"]) if event.get("isBase64Encoded") else event["body"]
    post = json.loads(body)
    number = table.scan(Select="COUNT")["Count"] + 1
    table.put_item(Item={"id": number, "title": post["title"], "contents": post["contents"]})
    return {"id": number}
