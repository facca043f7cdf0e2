import Design
import FoundationEssentials
import Gzip
import ServiceKit
import Testing
import Wire

@Suite("Files of pages")
struct AssetTests {
    private static let script = Asset("a.js", Array("export const one = 1;\n".utf8))
    private static let style = Asset("b.css", Array(String(repeating: "a { color: red; }\n", count: 100).utf8))
    private let library = AssetLibrary("things", [Self.style, Self.script])

    private func get(_ path: String, method: String = "GET", headers: [HeaderFields.Field] = []) async throws
        -> PageReply?
    {
        try await AssetPages([library], compress: { try? Gzip.smallest($0) }).page(.reading(path, method, headers))
    }

    @Test func theAddressCarriesTheHashOfThemAll() {
        let same = AssetLibrary("things", [Self.script, Self.style])
        let other = AssetLibrary("things", [Asset("a.js", Array("export const one = 2;\n".utf8)), Self.style])
        #expect(library.path == same.path)
        #expect(library.path != other.path)
        #expect(library.address(of: "a.js").hasPrefix("/_hanok/assets/things/\(library.hash)/"))
        #expect(library.hash.count == 16)
    }

    @Test func aFileIsKeptForGood() async throws {
        let reply = try #require(try await get(library.address(of: "a.js")))
        #expect(reply.status == 200)
        #expect(reply.body == Self.script.bytes)
        #expect(reply.headers.first("content-type") == "text/javascript;charset=UTF-8")
        #expect(reply.headers.first("cache-control") == "public, max-age=31536000, immutable")
        #expect(reply.headers.first("etag") == "\"\(Self.script.hash)\"")
        #expect(reply.headers.first("x-content-type-options") == "nosniff")
    }

    @Test func itIsPackedForThoseWhoTakeIt() async throws {
        let path = library.address(of: "b.css")
        for accepted in ["gzip", "br, gzip;q=0.5", "deflate,GZIP"] {
            let reply = try #require(try await get(path, headers: [("Accept-Encoding", accepted)]))
            #expect(reply.headers.first("content-encoding") == "gzip")
            #expect(try Gzip.unpacked(reply.body, limit: 10_000) == Self.style.bytes)
        }
        for refused in ["", "br", "gzip;q=0", "gzip; q=0.0", "x-gzip"] {
            let reply = try #require(try await get(path, headers: [("Accept-Encoding", refused)]))
            #expect(reply.headers.first("content-encoding") == nil)
            #expect(reply.body == Self.style.bytes)
            #expect(reply.headers.first("vary") == "Accept-Encoding")
        }
    }

    @Test func whoHasItIsToldSo() async throws {
        let reply = try #require(
            try await get(library.address(of: "a.js"), headers: [("If-None-Match", "\"\(Self.script.hash)\"")]))
        #expect(reply.status == 304)
        #expect(reply.body.isEmpty)
    }

    @Test(arguments: [
        "/_hanok/assets/", "/_hanok/assets/things/0000000000000000/a.js", "/_hanok/assets/other/x/a.js",
        "/_hanok/assets/things/../a.js", "/_hanok/albums",
    ])
    func nothingElseIsThere(_ path: String) async throws {
        #expect(try await get(path) == nil)
    }

    @Test func nothingIsWritten() async throws {
        #expect(try await get(library.address(of: "a.js"), method: "POST")?.status == 405)
    }

    @Test func theDesignIsWhole() {
        for asset in Design.look + Design.page + Design.clients { #expect(!asset.bytes.isEmpty, "\(asset.name)") }
        #expect(String(decoding: Design.tokens, as: UTF8.self).contains("--brand"))
    }

    /// A module that no set of files has would be missed when the page is open already.
    @Test func modulesFindWhatTheyImport() {
        let all = Design.look + Design.page + Design.clients
        let names = Set(all.map(\.name))
        for asset in all where asset.name.hasSuffix(".js") {
            for line in String(decoding: asset.bytes, as: UTF8.self).split(separator: "\n") {
                guard let start = line.firstRange(of: "from \"./") else { continue }
                let name = String(line[start.upperBound...].prefix { $0 != "\"" })
                #expect(names.contains(name), "\(asset.name) imports \(name)")
            }
        }
    }
}

extension PageRequest {
    static func reading(
        _ path: String, _ method: String = "GET", _ headers: [HeaderFields.Field] = [], query: String = ""
    ) -> PageRequest {
        PageRequest(
            method: method, path: path, rawQuery: query, headers: HeaderFields(headers), address: "127.0.0.1",
            host: "localhost", isSecure: false, time: .init(timeIntervalSince1970: 1_700_000_000))
    }
}
