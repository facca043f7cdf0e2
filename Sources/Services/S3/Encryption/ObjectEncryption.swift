import Storage

/// How an object's bytes are encrypted: AES-256-GCM under a key of its own, which is kept sealed.
struct ObjectEncryption: Sendable, Hashable, Codable {
    enum Kind: UInt8, Sendable, Codable {
        /// SSE-S3: sealed under a key of the server.
        case server = 1
        /// SSE-KMS: sealed under a key of the configuration, or the account's own `aws/s3`.
        case kms = 2
        /// SSE-C: sealed under the customer's key, which is not kept.
        case customer = 3
        /// DSSE-KMS.
        case dualKMS = 4
    }

    var kind: Kind
    /// The ARN of the KMS key, or the number of the server's key; the MD5 of the customer's, in base64.
    var keyID: String
    var sealedKey: [UInt8]
    /// The encryption context of SSE-KMS as the writer gave it: base64 of JSON.
    var context: String?
    var usesBucketKey = false

    func write(to writer: inout RecordWriter) {
        writer.number(UInt64(kind.rawValue))
        writer.text(keyID)
        writer.data(sealedKey)
        writer.optional(context)
        writer.number(usesBucketKey ? 1 : 0 as UInt64)
    }

    init(from reader: inout RecordReader) throws {
        guard let kind = Kind(rawValue: UInt8(truncatingIfNeeded: try reader.number())) else {
            throw StorageError.corrupt("an object is encrypted in an unknown way")
        }
        self.kind = kind
        keyID = try reader.text()
        sealedKey = Array(try reader.data())
        context = try reader.optionalText()
        usesBucketKey = try reader.number() == 1
    }

    init(kind: Kind, keyID: String, sealedKey: [UInt8], context: String? = nil, usesBucketKey: Bool = false) {
        self.kind = kind
        self.keyID = keyID
        self.sealedKey = sealedKey
        self.context = context
        self.usesBucketKey = usesBucketKey
    }
}
