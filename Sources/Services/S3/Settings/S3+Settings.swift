import S3Model
import ServiceKit
import Storage

/// Settings that are kept as they were put.
extension S3 {
    func setting<Value: Decodable & Sendable>(
        _ kind: SettingKind, of bucket: Bucket, as type: Value.Type = Value.self
    ) async throws -> Value? {
        try await store.read { try $0.setting(kind, of: try $0.require(bucket)) }
    }

    func put(_ value: some Encodable & Sendable, _ kind: SettingKind, of bucket: Bucket) async throws {
        try await store.write { try $0.set(value, kind, of: bucket) }
    }

    /// Changes a setting that stands in the bucket's record.
    func change(_ bucket: Bucket, _ change: @escaping @Sendable (inout Bucket) throws -> Void) async throws {
        try await store.write { transaction in _ = try transaction.change(bucket, change) }
    }

    func clear(_ kind: SettingKind, of bucket: Bucket) async throws {
        try await store.write { try $0.clear(kind, of: bucket) }
    }
}

extension ServiceError {
    /// What AWS answers of a setting that was never made.
    static func settingMissing(_ code: String, _ sentence: String, _ bucket: String) -> ServiceError {
        ServiceError(code, sentence, status: 404, members: [("BucketName", bucket)])
    }
}

extension ServiceError {
    static let noSuchConfiguration = ServiceError(
        "NoSuchConfiguration", "The specified configuration does not exist.", status: 404)
}
