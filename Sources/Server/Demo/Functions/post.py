"""Writes a post into the table; only who is signed in gets here."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def lambda_handler(event, context):
    post = json.loads(event["body"])
    number = table.scan(Select="COUNT")["Count"] + 1
    table.put_item(Item={"id": number, "title": post["title"], "contents": post["contents"]})
    return {"id": number}
