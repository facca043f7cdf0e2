import ServiceKit
import Storage

/// Takes in a body: small ones in memory, larger ones into a blob as they come, hashed and sealed on the way.
struct BodyIntake {
    /// A body of which everything the client said has proved true. A blob is sealed.
    struct Received: Sendable {
        var size: Int
        var md5: [UInt8]
        var checksum: StoredChecksum?
        var content: Content

        var location: BodyLocation {
            switch content {
            case .inline(let id, let bytes): bytes.isEmpty ? .empty : .inline(id)
            case .blob(let writer): .blob(writer.id)
            }
        }
    }

    enum Content: Sendable {
        case inline(ObjectID, [UInt8])
        /// Kept in hand until its owner's record is committed, so that the sweep leaves it alone.
        case blob(any BlobWriter)
    }

    /// Bodies up to this stand beside their record. docs/decisions/0002 has the measurements.
    static let inlineLimit = 32 << 10
    /// Bytes gathered before they are handed to the disk.
    private static let pieceBytes = 128 << 10
    private static let smallPieceBytes = 16 << 10
    /// The largest object of one PUT, and the largest part.
    static let sizeLimit = 5 << 30

    private let body: any RequestBody
    private let blobs: any BlobStore
    private let expectation: BodyExpectation
    private let inlineID: ObjectID
    private let key: DataKey?
    private var size = 0
    private var digests: BodyDigests
    private var gathered: [[UInt8]] = []
    private var gatheredBytes = 0
    private var writer: (any BlobWriter)?
    private var sealing: SealingStream?
    private var storing: Task<(BodyDigests, SealingStream?), any Error>?

    /// - Parameters:
    ///   - inlineID: the name of the body if it turns out small.
    ///   - key: what it is sealed under; nil for a body that is stored as it is.
    init(
        _ body: any RequestBody, into blobs: any BlobStore, expecting expectation: BodyExpectation,
        inlineID: ObjectID, key: DataKey?
    ) {
        self.body = body
        self.blobs = blobs
        self.expectation = expectation
        self.inlineID = inlineID
        self.key = key
        digests = BodyDigests(expectation.kind)
    }

    /// Reads the body to its end. What was written is discarded if anything is wrong.
    mutating func receive() async throws -> Received {
        do {
            return try await receiveAll()
        } catch {
            _ = try? await storing?.value
            await writer?.discard()
            throw error
        }
    }

    private mutating func receiveAll() async throws -> Received {
        try checkDeclaredSize()
        while let piece = try await body.next() {
            size += piece.count
            guard size <= Self.sizeLimit else { throw Self.tooLarge(size) }
            gather(piece)
            if size > Self.inlineLimit && gatheredBytes >= Self.pieceBytes { try await store(isLast: false) }
        }
        return size <= Self.inlineLimit ? try await receivedInline() : try await receivedBlob()
    }

    /// Small pieces become one: each by itself would cost more than what is in it.
    private mutating func gather(_ piece: [UInt8]) {
        gatheredBytes += piece.count
        if let last = gathered.indices.last, gathered[last].count < Self.smallPieceBytes {
            gathered[last].append(contentsOf: piece)
        } else {
            gathered.append(piece)
        }
    }

    private mutating func receivedInline() async throws -> Received {
        digests.update(gathered)
        let proof = try await body.finish()
        let (md5, checksum) = try digests.checked(by: expectation, proof)
        let plain = gathered.count == 1 ? gathered[0] : Array(gathered.joined())
        let bytes = try key.map { try $0.cipher(for: .inline(inlineID)).seal(plain) } ?? plain
        return Received(size: size, md5: md5, checksum: checksum, content: .inline(inlineID, bytes))
    }

    private mutating func receivedBlob() async throws -> Received {
        if gatheredBytes > 0 || key != nil { try await store(isLast: true) }
        try await waitUntilStored()
        let proof = try await body.finish()
        let (md5, checksum) = try digests.checked(by: expectation, proof)
        guard let writer else { throw StorageError.corrupt("a blob without a writer") }
        try await writer.seal(proof)
        return Received(size: size, md5: md5, checksum: checksum, content: .blob(writer))
    }

    private func checkDeclaredSize() throws {
        guard let declared = body.declaredBytes else {
            guard body.endsByItself else {
                throw ServiceError(
                    "MissingContentLength", "You must provide the Content-Length HTTP header.", status: 411)
            }
            return
        }
        guard declared <= Self.sizeLimit else { throw Self.tooLarge(declared) }
    }

    /// What was gathered is hashed, sealed and written while more comes in: not on the connection's event loop, which
    /// others wait for.
    private mutating func store(isLast: Bool) async throws {
        let pieces = gathered
        gathered = []
        gatheredBytes = 0
        let writer = try openedWriter()
        try await waitUntilStored()
        storing = Task { [digests, sealing] in
            var digests = digests
            var sealing = sealing
            digests.update(pieces)
            let stored = try sealing.map { _ in [try sealing!.seal(pieces, isLast: isLast)] } ?? pieces
            try await writer.write(stored)
            return (digests, sealing)
        }
    }

    private mutating func waitUntilStored() async throws {
        guard let storing else { return }
        (digests, sealing) = try await storing.value
        self.storing = nil
    }

    private mutating func openedWriter() throws -> any BlobWriter {
        if let writer { return writer }
        let opened = blobs.create()
        writer = opened
        sealing = try key.map { try SealingStream($0.cipher(for: .blob(opened.id))) }
        return opened
    }

    private static func tooLarge(_ size: Int) -> ServiceError {
        ServiceError(
            "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", status: 400,
            members: [("ProposedSize", String(size)), ("MaxSizeAllowed", String(sizeLimit))])
    }
}

extension S3 {
    /// Takes in the body of a call, sealed under the key if there is one.
    func receive(
        _ body: any RequestBody, expecting expectation: BodyExpectation, key: DataKey?
    ) async throws -> BodyIntake.Received {
        var intake = BodyIntake(body, into: blobs, expecting: expectation, inlineID: objectIDs.next(), key: key)
        return try await intake.receive()
    }

    /// Runs the commit that gives a received body its owner; without one, the blob is discarded.
    func commit<Value: Sendable>(
        _ received: BodyIntake.Received, _ body: ([UInt8]?) async throws -> Value
    ) async throws -> Value {
        switch received.content {
        case .inline(_, let bytes): return try await body(bytes)
        case .blob(let writer):
            do {
                return try await body(nil)
            } catch {
                await blobs.remove([writer.id])
                throw error
            }
        }
    }
}
