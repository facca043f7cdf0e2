import Storage

/// A request's body, read once, with its signatures and hashes checked on the way.
package protocol RequestBody: Sendable {
    /// How many bytes the client says the body has, chunk framing taken off; nil if it does not say.
    var declaredBytes: Int? { get }
    /// Whether its end can be told without a length: a form's file ends where the form says.
    var endsByItself: Bool { get }
    /// The next piece, or nil at the end. Pieces are never empty.
    func next() async throws -> [UInt8]?
    /// Call after `next()` gave nil. Throws unless all of it was what the client said.
    func finish() async throws -> VerifiedBody
}

extension RequestBody {
    package var endsByItself: Bool { false }
}

/// A body that was read before, or that there never was.
package struct EmptyBody: RequestBody {
    package init() {}
    package var declaredBytes: Int? { 0 }
    package func next() async throws -> [UInt8]? { nil }
    package func finish() async throws -> VerifiedBody { VerifiedBody(byteCount: 0) }
}

/// A body that was read into memory, its trailers kept, for operations that check it once more.
package struct BufferedBody: Sendable {
    package let bytes: [UInt8]
    package let proof: VerifiedBody

    package init(bytes: [UInt8], proof: VerifiedBody) {
        self.bytes = bytes
        self.proof = proof
    }
}

extension RequestBody {
    /// The whole body in memory. `refusal` is thrown when it is longer than `limit`.
    package func collect(limit: Int, refusal: @autoclosure () -> any Error) async throws -> BufferedBody {
        if let declaredBytes, declaredBytes > limit { throw refusal() }
        var collected: [UInt8] = []
        while let piece = try await next() {
            if collected.isEmpty { collected = piece } else { collected.append(contentsOf: piece) }
            if collected.count > limit { throw refusal() }
        }
        return BufferedBody(bytes: collected, proof: try await finish())
    }
}
