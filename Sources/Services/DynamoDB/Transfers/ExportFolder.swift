import CivilTime
import Crypto
import FoundationEssentials
import ServiceKit
import Wire

/// The names and documents that an export has in its bucket: "DynamoDB table export output format".
extension TableExport {
    private static let nameBytes = 26
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    private var folder: String {
        let prefix = (prefix ?? "").split(separator: "/").joined(separator: "/")
        return (prefix.isEmpty ? "" : prefix + "/") + "AWSDynamoDB/" + id
    }

    func place(_ name: String) -> ObjectPlace {
        ObjectPlace(bucket: bucket, key: folder + "/" + name, bucketOwner: bucketOwner)
    }

    /// As S3 has it; without a wish the bucket's own counts.
    var wantedEncryption: WantedEncryption? {
        switch encryption {
        case "KMS": WantedEncryption(algorithm: "aws:kms", keyID: keyID)
        default: isEncryptionAsked ? WantedEncryption(algorithm: encryption, keyID: nil) : nil
        }
    }

    /// The same whenever the file is written, so that one that is written again takes its own place.
    func dataName(_ number: Int) -> String {
        let digest = SHA256.hash(data: Data("\(arn)/\(number)".utf8))
        let name = digest.prefix(Self.nameBytes).map { Self.letters[Int($0) & 31] }
        return "data/" + String(decoding: name, as: UTF8.self) + ".json.gz"
    }

    var manifestKey: String { place("manifest-summary.json").key }

    /// A line for each file.
    var manifestOfFiles: [UInt8] {
        files.flatMap { file in
            JSONValue.object([
                .init("itemCount", .number("\(file.itemCount)")), .init("md5Checksum", .string(file.md5)),
                .init("etag", .string(file.entityTag)), .init("dataFileS3Key", .string(file.key)),
            ]).serialized() + [UInt8(ascii: "\n")]
        }
    }

    func summary(endedAt: Date) -> [UInt8] {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func time(_ value: Date) -> JSONValue { .string(value.iso8601Milliseconds) }
        var members: [JSONValue.Member] = [
            .init("version", .string(span == nil ? "2020-06-30" : "2023-08-01")), .init("exportArn", .string(arn)),
            .init("startTime", time(startedAt)), .init("endTime", time(endedAt)), .init("tableArn", .string(tableARN)),
            .init("tableId", .string(tableID)),
        ]
        if let span {
            members += [
                .init("exportFromTime", time(span.from)), .init("exportToTime", time(span.to)),
            ]
        } else {
            members.append(.init("exportTime", time(self.time)))
        }
        members += [
            .init("s3Bucket", .string(bucket)), .init("s3Prefix", text(prefix)),
            .init("s3SseAlgorithm", .string(encryption)), .init("s3SseKmsKeyId", text(keyID)),
            .init("manifestFilesS3Key", .string(place("manifest-files.json").key)),
            .init("billedSizeBytes", .number("\(bytes)")), .init("itemCount", .number("\(itemCount)")),
            .init("outputFormat", .string("DYNAMODB_JSON")),
        ]
        if let span { members.append(.init("outputView", .string(span.viewType))) }
        members.append(.init("exportType", .string(span == nil ? "FULL_EXPORT" : "INCREMENTAL_EXPORT")))
        return JSONValue.object(members).serialized()
    }

    static func md5(_ bytes: [UInt8]) -> String { Data(Insecure.MD5.hash(data: Data(bytes))).base64EncodedString() }
}
