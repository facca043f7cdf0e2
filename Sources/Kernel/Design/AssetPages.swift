import ServiceKit
import Wire

/// `GET /_hanok/assets/SET/HASH/NAME`: the files of pages, for whoever asks; nothing in them is anybody's.
package struct AssetPages: ServesPages {
    private let libraries: [AssetLibrary]
    private let compress: @Sendable ([UInt8]) -> [UInt8]?
    /// Packed at first use, by path; there are as many as files.
    private let packed: BoundedCache<String, [UInt8]>

    /// - Parameter compress: gzip; nil for what cannot be packed.
    package init(_ libraries: [AssetLibrary], compress: @escaping @Sendable ([UInt8]) -> [UInt8]?) {
        self.libraries = libraries
        self.compress = compress
        packed = BoundedCache(limit: 2 * libraries.map(\.assets.count).reduce(1, +))
    }

    package func page(_ request: PageRequest) async throws -> PageReply? {
        guard request.path.hasPrefix(AssetLibrary.folder) else { return nil }
        guard request.method == "GET" || request.method == "HEAD" else {
            return PageReply(status: 405, contentType: "text/plain;charset=UTF-8", body: [])
        }
        // A page loaded before an update asks for a set that is gone: it is to be loaded anew.
        guard let asset = libraries.lazy.compactMap({ $0.asset(at: request.path) }).first else { return nil }
        return reply(asset, request)
    }

    private func reply(_ asset: Asset, _ request: PageRequest) -> PageReply {
        let tag = "\"\(asset.hash)\""
        var reply = PageReply(contentType: asset.contentType, body: asset.bytes)
        if request.headers.first("if-none-match")?.contains(tag) == true {
            reply.status = 304
            reply.body = []
        } else if Self.takesGzip(request), let bytes = packed(asset, at: request.path) {
            reply.body = bytes
            reply.headers.set("Content-Encoding", "gzip")
        }
        reply.headers.set("ETag", tag)
        reply.headers.set("Vary", "Accept-Encoding")
        reply.headers.set("Cache-Control", "public, max-age=31536000, immutable")
        reply.headers.set("X-Content-Type-Options", "nosniff")
        reply.headers.set("Cross-Origin-Resource-Policy", "same-origin")
        // A picture opened by itself is a document too.
        reply.headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        return reply
    }

    private func packed(_ asset: Asset, at path: String) -> [UInt8]? {
        if let bytes = packed[path] { return bytes }
        guard let bytes = compress(asset.bytes), bytes.count < asset.bytes.count else { return nil }
        packed[path] = bytes
        return bytes
    }

    private static func takesGzip(_ request: PageRequest) -> Bool {
        (request.headers.first("accept-encoding") ?? "").split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let name = parts.first, name.lowercased() == "gzip" else { return false }
            return !parts.dropFirst().contains { ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0) }
        }
    }
}
