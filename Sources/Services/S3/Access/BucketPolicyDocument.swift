import PolicyEngine
import ServiceKit
import Wire

/// The policy of a bucket, checked as PutBucketPolicy checks it.
package struct BucketPolicyDocument: Sendable {
    /// As it was put: GetBucketPolicy gives it back byte for byte.
    package let text: String
    package let document: PolicyDocument

    /// Without the white space between its parts.
    private static let longest = 20_480
    private static let deepest = 16

    /// - Parameter exists: whether there is such a principal; asked for each that the policy names.
    /// - Throws: `MalformedPolicy` as AWS words it.
    package init(_ text: String, for bucket: String, exists: (Principal) throws -> Bool) throws {
        guard text.utf8.first == UInt8(ascii: "{"),
            let value = try? JSONValue(parsing: text, maximumDepth: Self.deepest)
        else { throw Self.malformed("Policies must be valid JSON and the first byte must be '{'") }
        guard value.serialized().count <= Self.longest else {
            throw Self.malformed("Normalized policy document exceeds the maximum allowed size of \(Self.longest) bytes")
        }
        do {
            document = try PolicyDocument(value, as: .resource)
        } catch {
            throw Self.malformed(error.message)
        }
        self.text = text
        let resource = BucketResources(bucket)
        for statement in document.statements { try Self.check(statement, resource) }
        for statement in document.statements { try Self.check(statement.namedPrincipals, exists) }
    }

    private static func check(_ statement: Statement, _ bucket: BucketResources) throws {
        let actions = statement.actionPatterns
        guard actions.allSatisfy({ $0.namesAnyAction }) else { throw malformed("Policy has invalid action") }
        let resources = statement.resourcePatterns
        guard resources.allSatisfy({ bucket.isReached(by: $0) }) else { throw malformed("Policy has invalid resource") }
        // What an element leaves out tells little about what it takes in.
        guard !statement.excludesActions, !statement.excludesResources else { return }
        let takesBucket = resources.contains { bucket.isBucketReached(by: $0) }
        let takesObjects = resources.contains { bucket.areObjectsReached(by: $0) }
        let applies = actions.allSatisfy { action in
            takesBucket && action.names(BucketPolicyActions.onBuckets)
                || takesObjects && action.names(BucketPolicyActions.onObjects)
        }
        guard applies else { throw malformed("Action does not apply to any resource(s) in statement") }
    }

    private static func check(_ principals: [Principal], _ exists: (Principal) throws -> Bool) throws {
        for principal in principals where try !exists(principal) {
            var error = malformed("Invalid principal in policy")
            if let detail = principal.written { error.members = [("Detail", detail)] }
            throw error
        }
    }

    private static func malformed(_ sentence: String) -> ServiceError {
        ServiceError("MalformedPolicy", sentence, status: 400)
    }
}

/// The ARNs of a bucket and of what is in it.
private struct BucketResources {
    private let bucketARN: String
    private let objectsARN: String

    init(_ bucket: String) {
        bucketARN = "arn:aws:s3:::" + bucket
        objectsARN = bucketARN + "/"
    }

    func isReached(by pattern: PolicyPattern) -> Bool {
        guard pattern.text.hasPrefix("arn:") else { return false }
        return isBucketReached(by: pattern) || areObjectsReached(by: pattern)
    }

    func isBucketReached(by pattern: PolicyPattern) -> Bool { pattern.matches(bucketARN) }

    func areObjectsReached(by pattern: PolicyPattern) -> Bool { pattern.reaches(below: objectsARN) }
}

extension PolicyPattern {
    fileprivate func names(_ actions: [String]) -> Bool { actions.contains(where: matches) }

    fileprivate var namesAnyAction: Bool {
        names(BucketPolicyActions.onObjects) || names(BucketPolicyActions.onBuckets)
            || names(BucketPolicyActions.onOthers)
    }
}

extension Principal {
    /// As S3 shows it in an error.
    fileprivate var written: String? {
        switch self {
        case .everyone, .everyAWSPrincipal: nil
        case .account(let name), .arn(let name), .uniqueID(let name): "\"AWS\" : \"\(name)\""
        case .service(let name): "\"Service\" : \"\(name)\""
        case .federated(let name): "\"Federated\" : \"\(name)\""
        case .canonicalUser(let name): "\"CanonicalUser\" : \"\(name)\""
        }
    }
}
