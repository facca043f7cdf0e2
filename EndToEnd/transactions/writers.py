"""What the writers do, over and over, each with chances of its own seed."""

import dataclasses
import random
import threading
import time
import uuid

from .client import Client, Refused, Unknown, Unsent
from .history import History, Outcome
from .tables import ACCOUNTS, COUNTERS, MONEY, STATES

#: So many appends to lists, and other keys are in use.
APPENDS_TO_A_KEY = 100
KEYS_IN_USE = 5


@dataclasses.dataclass
class Tally:
    """What one writer was told; nothing is shared until it has ended."""

    counted: dict = dataclasses.field(default_factory=dict)
    maybe_counted: dict = dataclasses.field(default_factory=dict)
    transfers: dict = dataclasses.field(default_factory=dict)
    maybe_transfers: set = dataclasses.field(default_factory=set)
    #: Order's key → all that may be there, of which one is: None for nothing.
    orders: dict = dataclasses.field(default_factory=dict)
    calls: dict = dataclasses.field(default_factory=dict)
    wrong: list = dataclasses.field(default_factory=list)


class Shared:
    """What all writers know: whether the server is up, whether to end, and the lists' history."""

    def __init__(self, port: int, key: tuple):
        self.port, self.key = port, key
        self.up, self.ended = threading.Event(), threading.Event()
        self.history = History()
        self.values = 0
        self.lock = threading.Lock()

    def next_value(self) -> int:
        with self.lock:
            self.values += 1
            return self.values


def plus(amount: int, **more) -> dict:
    return {"UpdateExpression": "SET money = money + :m",
            "ExpressionAttributeValues": {":m": {"N": str(amount)}, **more.pop("values", {})}, **more}


class Writer:
    def __init__(self, number: int, seed: int, shared: Shared):
        self.number, self.shared = number, shared
        self.chance = random.Random(f"{seed}-{number}")
        self.client = Client(shared.port, shared.key)
        self.tally = Tally()
        self.made = 0

    def run(self):
        turns = [self.transfer, self.look_at_all, self.count, self.append, self.append_to_some, self.read_lists,
                 self.read_and_append, self.update_and_read, self.order, self.order]
        while not self.shared.ended.is_set():
            self.shared.up.wait(1)
            turn = self.chance.choice(turns)
            try:
                outcome = turn()
            except Unsent:
                time.sleep(0.02)
                continue
            except Exception as error:
                self.tally.wrong.append(f"{turn.__name__}: {error!r}")
                return
            key = turn.__name__.replace("_", " "), outcome.value
            self.tally.calls[key] = self.tally.calls.get(key, 0) + 1

    def ask(self, operation: str, expected: tuple = (), **input) -> tuple[Outcome, dict]:
        """The outcome and the answer; a refusal for another reason than those expected is wrong."""
        try:
            return Outcome.done, self.client(operation, **input)
        except Unknown:
            return Outcome.unknown, {}
        except Refused as refusal:
            if unexpected := [code for code in refusal.reasons or [refusal.code] if code not in (*expected, "None")]:
                self.tally.wrong.append(f"{operation} refused for {unexpected}: {refusal}")
            return Outcome.refused, refusal.answer

    # The bank: money moves and is never made

    def transfer(self) -> Outcome:
        source, target = self.chance.sample(range(ACCOUNTS), 2)
        amount = self.chance.randint(1, 30)
        self.made += 1
        name = f"{self.number}-{self.made}"
        input = {"ClientRequestToken": str(uuid.UUID(int=self.chance.getrandbits(128))), "TransactItems": [
            {"Update": {"TableName": "accounts", "Key": {"id": {"S": f"account{source}"}}, **plus(
                -amount, ConditionExpression="money >= :least", values={":least": {"N": str(amount)}})}},
            {"Update": {"TableName": "accounts", "Key": {"id": {"S": f"account{target}"}}, **plus(
                amount, ConditionExpression="attribute_exists(id)")}},
            {"Put": {"TableName": "journal", "ConditionExpression": "attribute_not_exists(id)", "Item": {
                "id": {"S": name}, "source": {"N": str(source)}, "target": {"N": str(target)},
                "amount": {"N": str(amount)}}}}]}
        outcome = self.send_transfer(name, input, amount)
        # What is not known is asked again, with the same token: it must not be done twice, nor be refused as done.
        tries = 0
        while outcome is Outcome.unknown and not self.shared.ended.is_set() and tries < 3:
            self.shared.up.wait(30)
            tries += 1
            try:
                outcome = self.send_transfer(name, input, amount)
            except Unsent:
                time.sleep(0.05)
        if outcome is Outcome.unknown:
            self.tally.maybe_transfers.add(name)
        return outcome

    def send_transfer(self, name: str, input: dict, amount: int) -> Outcome:
        outcome, answer = self.ask("TransactWriteItems", ("ConditionalCheckFailed", "TransactionConflict"), **input)
        if outcome is Outcome.done:
            self.tally.transfers[name] = amount
        elif outcome is Outcome.refused:
            reasons = answer.get("CancellationReasons") or []
            if len(reasons) > 2 and reasons[2]["Code"] == "ConditionalCheckFailed":
                self.tally.wrong.append(f"transfer {name} was refused as done when it came again with its token")
        return outcome

    def look_at_all(self) -> Outcome:
        outcome, answer = self.ask("TransactGetItems", ("TransactionConflict",), TransactItems=[
            {"Get": {"TableName": "accounts", "Key": {"id": {"S": f"account{number}"}}}} for number in range(ACCOUNTS)])
        if outcome is Outcome.done:
            money = [int(response["Item"]["money"]["N"]) for response in answer["Responses"]]
            if sum(money) != ACCOUNTS * MONEY or min(money) < 0:
                self.tally.wrong.append(f"a look at all accounts found {money}, {sum(money)} in all")
        return outcome

    # Counters

    def count(self) -> Outcome:
        name, step = f"counter{self.chance.randrange(COUNTERS)}", self.chance.randint(1, 3)
        outcome, _ = self.ask("UpdateItem", TableName="counters", Key={"id": {"S": name}},
                              UpdateExpression="ADD n :step", ExpressionAttributeValues={":step": {"N": str(step)}})
        into = {Outcome.done: self.tally.counted, Outcome.unknown: self.tally.maybe_counted}.get(outcome, {})
        into[name] = into.get(name, 0) + step
        return outcome

    # Lists: each value is appended once

    def list_keys(self, at_most: int) -> list[str]:
        first = self.shared.values // (APPENDS_TO_A_KEY * KEYS_IN_USE) * KEYS_IN_USE
        return [f"list{first + number}" for number in self.chance.sample(range(KEYS_IN_USE),
                                                                        self.chance.randint(1, at_most))]

    @staticmethod
    def change(key: str, value: int, seen: list[int] | None = None) -> dict:
        """An append; only if the list is as long as it was seen, where it was."""
        condition, values = {}, {":none": {"L": []}, ":new": {"L": [{"N": str(value)}]}}
        if seen:
            condition = {"ConditionExpression": "size(#v) = :length"}
            values[":length"] = {"N": str(len(seen))}
        elif seen is not None:
            condition = {"ConditionExpression": "attribute_not_exists(id)"}
        return {"TableName": "lists", "Key": {"id": {"S": key}}, "ExpressionAttributeNames": {"#v": "values"},
                "UpdateExpression": "SET #v = list_append(if_not_exists(#v, :none), :new)",
                "ExpressionAttributeValues": values, **condition}

    @staticmethod
    def check(key: str, seen: list[int]) -> dict:
        if not seen:
            return {"TableName": "lists", "Key": {"id": {"S": key}}, "ConditionExpression": "attribute_not_exists(id)"}
        return {"TableName": "lists", "Key": {"id": {"S": key}}, "ConditionExpression": "size(#v) = :length",
                "ExpressionAttributeNames": {"#v": "values"},
                "ExpressionAttributeValues": {":length": {"N": str(len(seen))}}}

    @staticmethod
    def values_of(item: dict | None) -> list[int]:
        return [int(value["N"]) for value in item["values"]["L"]] if item else []

    def append(self) -> Outcome:
        key, value = self.list_keys(1)[0], self.shared.next_value()
        began = self.shared.history.place()
        outcome, _ = self.sent("UpdateItem", **self.change(key, value))
        self.shared.history.add(began, outcome, appends={key: value})
        return outcome

    def sent(self, operation: str, expected: tuple = (), **input) -> tuple[Outcome, dict]:
        """As `ask`; what was not even sent counts as refused."""
        try:
            return self.ask(operation, (*expected, "TransactionConflict", "TransactionConflictException"), **input)
        except Unsent:
            return Outcome.refused, {}

    def append_to_some(self) -> Outcome:
        appends = {key: self.shared.next_value() for key in self.list_keys(3)}
        began = self.shared.history.place()
        outcome, _ = self.sent("TransactWriteItems", TransactItems=[
            {"Update": self.change(key, value)} for key, value in appends.items()])
        self.shared.history.add(began, outcome, appends=appends)
        return outcome

    def read_all(self, keys: list[str]) -> tuple[Outcome, dict]:
        outcome, answer = self.sent("TransactGetItems", TransactItems=[
            {"Get": {"TableName": "lists", "Key": {"id": {"S": key}}}} for key in keys])
        return outcome, {key: self.values_of(response.get("Item"))
                         for key, response in zip(keys, answer.get("Responses", []))}

    def read_lists(self) -> Outcome:
        began = self.shared.history.place()
        outcome, reads = self.read_all(self.list_keys(3))
        self.shared.history.add(began, outcome, reads=reads)
        return outcome

    def read_and_append(self) -> Outcome:
        """Reads some lists, and appends to one or two if all that it read still are as they were."""
        keys = self.list_keys(3)
        began = self.shared.history.place()
        outcome, reads = self.read_all(keys)
        if outcome is not Outcome.done:
            return outcome
        # What was read is one transaction, whatever becomes of the rest.
        self.shared.history.add(began, outcome, reads=reads)
        appends = {key: self.shared.next_value() for key in keys[:self.chance.randint(1, 2)]}
        began = self.shared.history.place()
        outcome, _ = self.sent("TransactWriteItems", ("ConditionalCheckFailed",), TransactItems=[
            {"Update": self.change(key, appends[key], seen)} if key in appends else {
                "ConditionCheck": self.check(key, seen)} for key, seen in reads.items()])
        self.shared.history.add(began, outcome, reads=reads, appends=appends)
        return outcome

    def update_and_read(self) -> Outcome:
        key, value = self.list_keys(1)[0], self.shared.next_value()
        began = self.shared.history.place()
        outcome, answer = self.sent("UpdateItem", ReturnValues="ALL_NEW", **self.change(key, value))
        reads = {}
        if outcome is Outcome.done:
            *before, last = self.values_of(answer["Attributes"])
            reads = {key: before}
            if last != value:
                self.tally.wrong.append(f"an append of {value} to {key} answered a list that ends in {last}")
        self.shared.history.add(began, outcome, reads=reads, appends={key: value})
        return outcome

    # Orders: each writer has its own, in a table with indexes

    def order(self) -> Outcome:
        key = f"customer{self.number}", self.chance.randrange(30)
        typed_key = {"id": {"S": key[0]}, "at": {"N": str(key[1])}}
        before = self.tally.orders.get(key, [None])
        what = self.chance.choice(["put", "put", "delete", "pay", "batch"])
        item = {**typed_key, "text": {"S": f"order {self.chance.randrange(1000)}"}}
        # Some are in no index.
        if self.chance.random() < 0.8:
            item |= {"state": {"S": self.chance.choice(STATES)}, "price": {"N": str(self.chance.randrange(50))}}
        match what:
            case "put":
                after = [item]
                outcome, _ = self.ask("PutItem", TableName="orders", Item=item)
            case "batch":
                after = [item]
                outcome, answer = self.ask("BatchWriteItem", RequestItems={"orders": [{"PutRequest": {"Item": item}}]})
                if answer.get("UnprocessedItems"):
                    outcome = Outcome.refused
            case "delete":
                after = [None]
                outcome, _ = self.ask("DeleteItem", TableName="orders", Key=typed_key)
            case "pay":
                after = [{**typed_key, **(old or {}), "state": {"S": "paid"}} for old in before]
                outcome, _ = self.ask("UpdateItem", TableName="orders", Key=typed_key, UpdateExpression="SET #s = :s",
                                      ExpressionAttributeNames={"#s": "state"},
                                      ExpressionAttributeValues={":s": {"S": "paid"}})
        if outcome is Outcome.done:
            self.tally.orders[key] = after
        elif outcome is Outcome.unknown:
            self.tally.orders[key] = before + after
        return outcome
