import S3Model
import ServiceKit
import Storage
import Synchronization
import Wire

/// Other services of the house put and read objects by the same operations as clients do, decided for the same caller.
extension S3: KeepsObjects {
    package func checkPut(_ object: ObjectPlace, encryption: WantedEncryption?, _ call: Call) async throws {
        let input = Self.putting(object, encryption)
        let call = call.within(body: EmptyBody(), headers: Self.headers(encryption))
        try await decide(try await toWrite(input, ifMatch: nil, call), call)
    }

    package func checkRead(_ object: ObjectPlace, _ call: Call) async throws {
        let input = GetObjectRequest(
            bucket: object.bucket, key: object.key, expectedBucketOwner: object.bucketOwner)
        let call = call.within(body: EmptyBody())
        try await decide(try await onObject("s3:GetObject", input, call), call)
    }

    package func put(
        _ bytes: [UInt8], as object: ObjectPlace, encryption: WantedEncryption?, _ call: Call
    ) async throws -> String {
        let input = Self.putting(object, encryption)
        let call = call.within(body: WholeBody(bytes), headers: Self.headers(encryption))
        try await decide(try await toWrite(input, ifMatch: nil, call), call)
        return try await putObject(input, call).eTag?.filter { $0 != "\"" } ?? ""
    }

    /// Policies ask for the headers.
    private static func headers(_ encryption: WantedEncryption?) -> HeaderFields {
        var fields = HeaderFields()
        guard let encryption else { return fields }
        fields.add("x-amz-server-side-encryption", encryption.algorithm)
        if let key = encryption.keyID { fields.add("x-amz-server-side-encryption-aws-kms-key-id", key) }
        return fields
    }

    private static func putting(_ object: ObjectPlace, _ encryption: WantedEncryption?) -> PutObjectRequest {
        PutObjectRequest(
            bucket: object.bucket, key: object.key,
            serverSideEncryption: encryption.map { ServerSideEncryption(rawValue: $0.algorithm) },
            ssekmsKeyId: encryption?.keyID, expectedBucketOwner: object.bucketOwner)
    }

    package func list(_ prefix: ObjectPlace, after token: String?, _ call: Call) async throws -> ObjectPage {
        let input = ListObjectsV2Request(
            bucket: prefix.bucket, prefix: prefix.key, continuationToken: token, expectedBucketOwner: prefix.bucketOwner
        )
        let call = call.within(body: EmptyBody())
        try await decide(
            try await onBucket(
                "s3:ListBucket", input.bucket, input.expectedBucketOwner, call, context: input.conditionValues), call)
        let answer = try await listObjectsV2(input, call)
        return ObjectPage(
            objects: (answer.contents ?? []).map { ($0.key ?? "", $0.size ?? 0) }, next: answer.nextContinuationToken)
    }

    package func read(_ object: ObjectPlace, from offset: Int, count: Int, _ call: Call) async throws -> [UInt8] {
        guard count > 0 else { return [] }
        let input = GetObjectRequest(
            bucket: object.bucket, key: object.key, range: "bytes=\(offset)-\(offset + count - 1)",
            expectedBucketOwner: object.bucketOwner)
        let call = call.within(body: EmptyBody())
        try await decide(try await onObject("s3:GetObject", input, call), call)
        switch try await getObject(input, call).body {
        case .bytes(let bytes): return bytes
        case .segments(let segments):
            var bytes: [UInt8] = []
            for segment in segments {
                bytes += try await segment.open().read(at: segment.offset, count: segment.byteCount)
            }
            return bytes
        }
    }
}

/// A body that is there already.
private final class WholeBody: RequestBody {
    private let bytes: [UInt8]
    private let isRead = Once()

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var declaredBytes: Int? { bytes.count }
    func next() async throws -> [UInt8]? { isRead.isFirst() && !bytes.isEmpty ? bytes : nil }
    func finish() async throws -> VerifiedBody { VerifiedBody(byteCount: bytes.count) }
}

private final class Once: Sendable {
    private let done = Mutex(false)

    func isFirst() -> Bool {
        done.withLock { done in
            defer { done = true }
            return !done
        }
    }
}

extension Call {
    /// The same caller's, for a step of its own: nothing that was found out before is taken over, and none of the
    /// request's headers.
    fileprivate func within(body: any RequestBody, headers: HeaderFields = HeaderFields()) -> Call {
        Call(
            requestID: requestID, hostID: hostID, method: method, time: time, caller: caller, region: region,
            client: client, headers: headers, body: body, trail: trail, memo: CallMemo())
    }
}
