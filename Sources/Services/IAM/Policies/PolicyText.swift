import PolicyEngine
import ServiceKit

/// The text of a policy that somebody wants stored: checked, and measured as AWS measures it.
struct PolicyText: Sendable {
    let text: String
    let document: PolicyDocument

    /// - Throws: `MalformedPolicyDocument` with AWS's sentence.
    init(_ text: String, as kind: PolicyKind) throws {
        self.text = text
        do {
            document = try PolicyDocument(parsing: text, as: kind)
        } catch {
            throw ServiceError.malformedPolicy(error.message)
        }
    }

    var size: Int { text.policySize }
}

extension String {
    /// Characters without white space, which AWS does not count.
    var policySize: Int {
        unicodeScalars.count { !(0x09...0x0D).contains($0.value) && $0.value != 0x20 }
    }
}

/// AWS's quotas of policy sizes.
enum PolicySize {
    static let managed = 6144
    static let trust = 2048
    static let session = 2048

    static func inline(ofKind kind: String) -> Int {
        switch kind {
        case RoleRecord.kind: 10_240
        case GroupRecord.kind: 5120
        default: 2048
        }
    }
}
