import ServiceKit
import Wire

/// What a request asked for, as the audit tells it: the members in AWS's spelling of event records, those
/// that the model calls sensitive hidden.
struct RequestParameters: Sendable {
    private static let hidden = JSONValue.string("HIDDEN_DUE_TO_SECURITY_REASONS")
    /// Longer bodies are left out: CloudTrail leaves out long parameters too.
    private static let longestBody = 32 << 10
    /// The same for those who need no key, and can send as many as they like.
    private static let longestOpenBody = 2 << 10

    private let request: WireRequest
    private let isTooLong: Bool
    private let model: ServiceModel

    init(_ request: WireRequest, _ model: ServiceModel, isSigned: Bool) {
        let query = request.query.reduce(0) { $0 + $1.name.utf8.count + ($1.value?.utf8.count ?? 0) }
        isTooLong = request.body.count + query > (isSigned ? Self.longestBody : Self.longestOpenBody)
        var request = request
        // It waits for its turn: a long body is not kept that long.
        if isTooLong {
            request.body = []
            request.query = []
        }
        self.request = request
        self.model = model
    }

    var json: JSONValue? {
        guard !isTooLong else { return ["omitted": true, "reason": "too large"] }
        switch model.awsProtocol {
        case .json10, .json11, .restJSON:
            guard let input = try? JSONValue(parsing: request.body, maximumDepth: 32) else { return nil }
            return shown(input)
        case .query:
            guard let node = try? QueryNode(request) else { return nil }
            return shown(Self.withoutSignature(node.document(leavingOut: ["Action", "Version"])))
        case .restXML: return ofPath
        }
    }

    private func shown(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.map { member in
                    let isHidden = model.sensitiveMembers.contains(member.key)
                    return JSONValue.Member(Self.lowerCamel(member.key), isHidden ? Self.hidden : shown(member.value))
                })
        case .array(let elements): .array(elements.map(shown))
        case .null, .bool, .number, .string: value
        }
    }

    /// Bucket, key or resource, and parameters; what a signature consists of is none.
    private var ofPath: JSONValue {
        var members: [JSONValue.Member] = []
        if let bucket = request.pathLabels["Bucket"] { members.append(.init("bucketName", .string(bucket))) }
        if let key = request.pathLabels["Key"] { members.append(.init("key", .string(key))) }
        if let arn = request.pathLabels["resourceArn"] { members.append(.init("resourceArn", .string(arn))) }
        for parameter in request.query.prefix(50) {
            guard !Self.isOfSignature(parameter.name) else { continue }
            members.append(.init(parameter.name, .string(parameter.value ?? "")))
        }
        return .object(members)
    }

    /// A presigned request has its signature and session token among the parameters: a right to whoever reads them.
    private static func withoutSignature(_ document: JSONValue) -> JSONValue {
        .object((document.members ?? []).filter { !isOfSignature($0.key) })
    }

    private static func isOfSignature(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("x-amz-") || ["awsaccesskeyid", "signature", "expires"].contains(name)
    }

    private static func lowerCamel(_ name: String) -> String {
        guard let first = name.first, first.isUppercase else { return name }
        return first.lowercased() + name.dropFirst()
    }
}
