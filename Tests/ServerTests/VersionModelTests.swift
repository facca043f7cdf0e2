import TestSupport
import Testing
import Wire

/// Random writes and deletes of versions, beside a model that keeps a plain list: what is listed and read must agree.
@Suite("Versions are what was written, in its order")
struct VersionModelTests {
    /// What a key has, the newest first.
    private struct Version: Equatable {
        var id: String
        /// Nil for a delete marker.
        var body: String?
    }

    private enum Versioning { case never, enabled, suspended }

    private final class Bench {
        let house: House
        let chance: SeededRandomness
        var versioning = Versioning.never
        var keys: [String: [Version]] = [:]

        init(seed: UInt64) async throws {
            house = try House()
            chance = SeededRandomness(seed: seed)
            #expect(try await house.signed("PUT", "/model", service: "s3").status == 200)
        }

        func call(_ method: String, _ target: String, _ body: String = "") async throws -> House.Answer {
            try await house.signed(method, "/model" + target, service: "s3", body: Array(body.utf8))
        }

        func setVersioning(_ new: Versioning) async throws {
            let status = new == .enabled ? "Enabled" : "Suspended"
            let document = "<VersioningConfiguration><Status>\(status)</Status></VersioningConfiguration>"
            #expect(try await call("PUT", "?versioning", document).status == 200)
            versioning = new
        }

        /// A new version takes the place that versioning gives it.
        func add(_ version: Version, to key: String) {
            var versions = keys[key] ?? []
            if version.id == "null" { versions.removeAll { $0.id == "null" } }
            versions.insert(version, at: 0)
            keys[key] = versions
        }
    }

    private static let names = ["a", "a/b", "b\u{0}c", "한글", "z"]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func randomHistory(seed: UInt64) async throws {
        let bench = try await Bench(seed: seed)
        for step in 0..<160 {
            switch bench.chance.number(below: 12) {
            case 0 where step > 20:
                try await bench.setVersioning(bench.chance.number(below: 2) == 0 ? .enabled : .suspended)
            case 0...6: try await put(bench, step)
            case 7...8: try await delete(bench)
            default: try await deleteVersion(bench)
            }
            if step % 20 == 19 { try await compare(bench) }
        }
        try await compare(bench)
    }

    private func name(_ bench: Bench) -> String { Self.names[bench.chance.number(below: Self.names.count)] }

    private func put(_ bench: Bench, _ step: Int) async throws {
        let key = name(bench)
        // Small bodies stand beside their record, larger ones in blobs.
        let body = "\(step) " + String(repeating: "x", count: step % 7 == 0 ? 40_000 : step)
        let answer = try await bench.call("PUT", "/" + PercentCoding.encode(key, keepingSlash: true), body)
        #expect(answer.status == 200)
        let id = answer.headers.first("x-amz-version-id")
        #expect((id != nil) == (bench.versioning != .never))
        bench.add(Version(id: id ?? "null", body: body), to: key)
    }

    private func delete(_ bench: Bench) async throws {
        let key = name(bench)
        let answer = try await bench.call("DELETE", "/" + PercentCoding.encode(key, keepingSlash: true))
        #expect(answer.status == 204)
        guard bench.versioning != .never else {
            bench.keys[key] = nil
            return
        }
        let id = try #require(answer.headers.first("x-amz-version-id"))
        #expect(answer.headers.first("x-amz-delete-marker") == "true")
        bench.add(Version(id: id, body: nil), to: key)
    }

    private func deleteVersion(_ bench: Bench) async throws {
        let key = name(bench)
        guard var versions = bench.keys[key], !versions.isEmpty else { return }
        let gone = versions.remove(at: bench.chance.number(below: versions.count))
        let answer = try await bench.call(
            "DELETE", "/\(PercentCoding.encode(key, keepingSlash: true))?versionId=\(gone.id)")
        #expect(answer.status == 204)
        #expect(answer.headers.first("x-amz-delete-marker") == (gone.body == nil ? "true" : nil))
        bench.keys[key] = versions.isEmpty ? nil : versions
    }

    /// Lists, in pages of several sizes, and every body.
    private func compare(_ bench: Bench) async throws {
        for size in [1, 3, 1000] { try await compareLists(bench, size) }
        for (key, versions) in bench.keys {
            let path = "/" + PercentCoding.encode(key, keepingSlash: true)
            let latest = try await bench.call("GET", path)
            #expect(latest.status == (versions[0].body == nil ? 404 : 200))
            if let body = versions[0].body { #expect(latest.text == body) }
            for version in versions {
                let answer = try await bench.call("GET", "\(path)?versionId=\(version.id)")
                #expect(answer.status == (version.body == nil ? 405 : 200))
                if let body = version.body { #expect(answer.text == body) }
            }
        }
    }

    private func compareLists(_ bench: Bench, _ size: Int) async throws {
        var listed: [String: [(id: String, isMarker: Bool, isLatest: Bool)]] = [:]
        var markers = ""
        for _ in 0..<1000 {
            let page = try await bench.call("GET", "?versions&encoding-type=url&max-keys=\(size)\(markers)")
            for (kind, isMarker) in [("Version", false), ("DeleteMarker", true)] {
                for item in Self.elements(kind, in: page.text) {
                    let key = PercentCoding.decode(Self.elements("Key", in: item)[0], plusIsSpace: true) ?? ""
                    listed[key, default: []].append(
                        (
                            Self.elements("VersionId", in: item)[0], isMarker,
                            Self.elements("IsLatest", in: item)[0] == "true"
                        ))
                }
            }
            guard page.element("IsTruncated") == "true" else { break }
            markers =
                "&key-marker=\(page.element("NextKeyMarker") ?? "")"
                + "&version-id-marker=\(page.element("NextVersionIdMarker") ?? "")"
        }
        #expect(Set(listed.keys) == Set(bench.keys.keys))
        for (key, versions) in bench.keys {
            let items = listed[key] ?? []
            #expect(Set(items.map(\.id)) == Set(versions.map(\.id)) && items.count == versions.count)
            #expect(items.filter(\.isLatest).map(\.id) == [versions[0].id])
            let objects = items.filter { !$0.isMarker }.map(\.id)
            #expect(objects == versions.filter { $0.body != nil }.map(\.id))
        }
    }

    private static func elements(_ name: String, in text: String) -> [String] {
        text.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            rest.firstRange(of: "</\(name)>").map { String(rest[..<$0.lowerBound]) }
        }
    }
}
