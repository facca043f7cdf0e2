"""Writes Swift types, readers and writers from botocore's service models.

    python3 Tools/GenerateModels/generate.py           writes Sources/Models and docs/coverage.md
    python3 Tools/GenerateModels/generate.py --check   fails when they are not what it would write
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import botocore

from constraints import Limits
from coverage import coverage_file
from model import Service
from operations import operation_file, structure_file
from services import errors_file, routes_file, service_file
from structures import enumerations, shapes_with_absent

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "Tools" / "manifest.json"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def generate(service: Service) -> dict[Path, str]:
    """Every file of one service's target."""
    folder = ROOT / "Sources" / "Models" / service.target / "Generated"
    limits = Limits(service)
    absent = shapes_with_absent(service)
    files: dict[Path, str] = {}
    for operation in service.typed:
        files[folder / f"{operation.name}.swift"] = operation_file(operation, limits)
    for shape in service.nested:
        text = structure_file(service, shape, limits, shape.name in absent)
        files[folder / "Shapes" / f"{shape.swift}.swift"] = text
    if service.enums:
        files[folder / "Shapes" / "Enumerations.swift"] = enumerations(service)
    files[folder / "Limits.swift"] = limits.text
    files[folder / "Service.swift"] = service_file(service)
    files[folder / "Errors.swift"] = errors_file(service)
    if service.protocol in ("restXML", "restJSON"):
        files[folder / "Routes.swift"] = routes_file(service)
    return files


def stale(files: dict[Path, str]) -> list[Path]:
    """Generated files on disk that would no longer be written."""
    folders = {path.parents[1] if path.parent.name == "Shapes" else path.parent for path in files}
    present = {p for f in folders if f.name == "Generated" for p in f.rglob("*.swift")}
    return sorted(present - set(files))


def differences(files: dict[Path, str]) -> list[str]:
    found = [f"not generated: {path.relative_to(ROOT)}" for path in stale(files)]
    for path, text in sorted(files.items()):
        if not path.exists():
            found.append(f"missing: {path.relative_to(ROOT)}")
        elif path.read_text() != text:
            found.append(f"differs: {path.relative_to(ROOT)}")
    return found


def write(files: dict[Path, str]) -> None:
    for path in stale(files):
        path.unlink()
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def main() -> int:
    parser = argparse.ArgumentParser(description="Generates Sources/Models from botocore.")
    parser.add_argument("--check", action="store_true", help="compare with what is committed")
    arguments = parser.parse_args()
    pinned = REQUIREMENTS.read_text().strip()
    if pinned != f"botocore=={botocore.__version__}":
        print(f"needs {pinned}, found {botocore.__version__}", file=sys.stderr)
        return 2
    manifest = json.loads(MANIFEST.read_text())
    services = [Service(name, entry) for name, entry in sorted(manifest.items())]
    files = {ROOT / "docs" / "coverage.md": coverage_file(services)}
    for service in services:
        files |= generate(service)
    if not arguments.check:
        write(files)
        return 0
    found = differences(files)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
