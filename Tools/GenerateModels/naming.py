"""How AWS's names become Swift's."""

import re

KEYWORDS = frozenset(
    """any as associatedtype break case catch class continue default defer deinit do else enum
    extension fallthrough false fileprivate for func guard if import in init inout internal is let
    nil operator private protocol public repeat rethrows return self some static struct subscript
    super switch throw throws true try typealias var where while""".split()
)


def escaped(name: str) -> str:
    """The name as it is declared; a keyword needs backticks."""
    return f"`{name}`" if name in KEYWORDS else name


def lower_camel(name: str) -> str:
    """`UserPoolId` is `userPoolId`, `ETag` is `eTag`, `MFAOptions` is `mfaOptions`, `ID` is `id`."""
    run = re.match(r"[A-Z0-9]*", name).group()
    if len(run) == len(name):
        return name.lower()
    head = max(1, len(run) - 1)
    return name[:head].lower() + name[head:]


def member(name: str) -> str:
    return lower_camel(name)


def path_name(name: str) -> str:
    """The member's name in a validation message, where only the first letter is lowered."""
    return name[:1].lower() + name[1:]


def type_name(name: str) -> str:
    return name[:1].upper() + name[1:]


def enum_value(value: str) -> str:
    """`USER_PASSWORD_AUTH` is `userPasswordAuth`, `aws:kms` is `awsKms`."""
    words = re.findall(r"[A-Za-z0-9]+|\*", value)
    if not words:
        return "empty"
    parts = []
    for position, word in enumerate(words):
        if word == "*":
            word = "All"
        is_shouted = word.upper() == word
        if position == 0:
            parts.append(word.lower() if is_shouted else lower_camel(word))
        else:
            parts.append(word.capitalize() if is_shouted else type_name(word))
    name = "".join(parts)
    if name[0].isdigit():
        name = "_" + name
    # `.none` would be taken for the optional's.
    return "noneValue" if name == "none" else name


def string(value: str) -> str:
    """A Swift string literal."""
    text = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{text}"'


def raw_string(value: str) -> str:
    """A Swift raw string literal, in which backslashes stand for themselves."""
    hashes = "#"
    while f'"{hashes}' in value or f"\\{hashes}" in value:
        hashes += "#"
    return f'{hashes}"{value}"{hashes}'
