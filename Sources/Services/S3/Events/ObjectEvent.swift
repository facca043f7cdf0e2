import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// Something that happened to an object, as S3 tells it.
package struct ObjectEvent: Sendable {
    /// `s3:ObjectCreated:Put`
    package var name: String
    package var time: Date
    package var region: String
    package var bucket: String
    /// The account that owns the bucket.
    package var bucketOwner: String
    /// ``principalID(of:)`` of who caused it.
    package var principalID: String
    package var sourceAddress: String
    package var requestID: String
    package var hostID: String
    package var key: String
    /// Nil where nothing is left to have a size.
    package var size: Int?
    /// Without quotes.
    package var entityTag: String?
    package var versionID: String?
    /// Tells which of two events of one key came later: hexadecimal digits, as many in each.
    package var sequencer: String

    package init(
        name: String, time: Date, region: String, bucket: String, bucketOwner: String, principalID: String,
        sourceAddress: String, requestID: String, hostID: String, key: String, size: Int? = nil,
        entityTag: String? = nil, versionID: String? = nil, sequencer: String
    ) {
        self.name = name
        self.time = time
        self.region = region
        self.bucket = bucket
        self.bucketOwner = bucketOwner
        self.principalID = principalID
        self.sourceAddress = sourceAddress
        self.requestID = requestID
        self.hostID = hostID
        self.key = key
        self.size = size
        self.entityTag = entityTag
        self.versionID = versionID
        self.sequencer = sequencer
    }

    private static let newer = [
        "s3:LifecycleExpiration:", "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:",
        "s3:ObjectTagging:", "s3:ObjectRestore:Delete",
    ]

    /// How S3 names who caused an event.
    package static func principalID(of caller: Caller) -> String {
        switch caller {
        case .anonymous: "Anonymous"
        case .root(let account, _): account.id
        case .user, .role, .federatedUser: "AWS:" + caller.userID
        }
    }

    package static func sequencer(_ number: UInt64) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 18 - digits.count) + digits
    }

    /// The message to one destination.
    package func message(configurationID: String) -> [UInt8] {
        let record: JSONValue = [
            "eventVersion": Self.newer.contains(where: name.hasPrefix) ? "2.3" : "2.1", "eventSource": "aws:s3",
            "awsRegion": .string(region), "eventTime": .string(time.iso8601Milliseconds),
            "eventName": .string(String(name.dropFirst("s3:".count))),
            "userIdentity": ["principalId": .string(principalID)],
            "requestParameters": ["sourceIPAddress": .string(sourceAddress)],
            "responseElements": ["x-amz-request-id": .string(requestID), "x-amz-id-2": .string(hostID)],
            "s3": [
                "s3SchemaVersion": "1.0", "configurationId": .string(configurationID),
                "bucket": [
                    "name": .string(bucket), "ownerIdentity": ["principalId": .string(bucketOwner)],
                    "arn": .string("arn:aws:s3:::" + bucket),
                ],
                "object": object,
            ],
        ]
        return (["Records": [record]] as JSONValue).serialized()
    }

    private var object: JSONValue {
        var members = [JSONValue.Member("key", .string(Self.encoded(key)))]
        if let size { members.append(.init("size", .number(String(size)))) }
        if let entityTag { members.append(.init("eTag", .string(entityTag))) }
        if let versionID { members.append(.init("versionId", .string(versionID))) }
        members.append(.init("sequencer", .string(sequencer)))
        return .object(members)
    }

    /// As in a form (WHATWG's URL standard), slashes kept.
    private static func encoded(_ key: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in key.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "*"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "/"), UInt8(ascii: "_"):
                bytes.append(byte)
            case UInt8(ascii: " "): bytes.append(UInt8(ascii: "+"))
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What S3 sends to each destination of a configuration that was just made.
package struct TestEvent: Sendable {
    package var time: Date
    package var bucket: String
    package var requestID: String
    package var hostID: String

    package init(time: Date, bucket: String, requestID: String, hostID: String) {
        self.time = time
        self.bucket = bucket
        self.requestID = requestID
        self.hostID = hostID
    }
    package var message: [UInt8] {
        let event: JSONValue = [
            "Service": "Amazon S3", "Event": "s3:TestEvent", "Time": .string(time.iso8601Milliseconds),
            "Bucket": .string(bucket), "RequestId": .string(requestID), "HostId": .string(hostID),
        ]
        return event.serialized()
    }
}
