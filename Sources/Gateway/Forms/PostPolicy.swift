import CivilTime
import FoundationEssentials
import ServiceKit
import Wire

/// What the signer of an upload form lets a browser do with it.
package struct PostPolicy: Sendable {
    private let expiration: Date
    private let conditions: [PostCondition]

    private static let deepest = 8
    private static let mostConditions = 1000
    /// Fields that no condition has to cover, as do those for the page's own use.
    private static let uncovered: Set = ["awsaccesskeyid", "file", "policy", "signature", "x-amz-signature"]

    /// - Parameter base64: the field as it was signed; line ends in it mean nothing.
    package init(base64: String) throws {
        guard !base64.isEmpty else { throw ServiceError.invalidPolicy("Expecting '{' but found End-of-Input") }
        var text = base64.filter { !$0.isWhitespace }
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text) else {
            throw ServiceError.invalidPolicy("invalid Base64 encoding.")
        }
        guard let document = try? JSONValue(parsing: Array(data), maximumDepth: Self.deepest),
            let members = document.members
        else { throw ServiceError.invalidPolicy("Invalid JSON.") }
        for member in members where member.key != "expiration" && member.key != "conditions" {
            throw ServiceError.invalidPolicy("Unexpected: '\(member.key.lowercased())'")
        }
        expiration = try Self.expiration(document["expiration"])
        guard let list = document["conditions"] else { throw ServiceError.invalidPolicy("Policy missing conditions.") }
        guard let items = list.array, items.count <= Self.mostConditions else {
            throw ServiceError.invalidPolicy("Invalid 'conditions' value: must be a List.")
        }
        conditions = try items.map(PostCondition.init)
    }

    /// In UTC alone, with or without a fraction of a second.
    private static func expiration(_ value: JSONValue?) throws -> Date {
        guard let value else { throw ServiceError.invalidPolicy("Policy missing expiration.") }
        let text = value.string ?? String(decoding: value.serialized(), as: UTF8.self)
        guard value.string != nil, text.utf8.count >= 20, text.contains("T"), text.hasSuffix("Z"),
            let date = Date(iso8601: text)
        else { throw ServiceError.invalidPolicy("Invalid 'expiration' value: '\(text)'") }
        return date
    }

    /// - Returns: how large the file may be.
    /// - Throws: where the form is not what the policy says, S3's words for the first difference.
    package func check(_ form: FormFields, bucket: String, now: Date) throws -> FormFileSizes {
        guard now < expiration else { throw ServiceError.againstPolicy("Policy expired.") }
        var sizes = FormFileSizes()
        var covered: Set<String> = []
        for condition in conditions {
            guard condition.holds(for: form, bucket: bucket) else {
                throw ServiceError.againstPolicy("Policy Condition failed: " + condition.text)
            }
            if let name = condition.field { covered.insert(name) }
            if let range = condition.sizes {
                sizes.least = max(sizes.least, range.least)
                sizes.most = min(sizes.most, range.most)
            }
        }
        for name in form.fields.map({ $0.name.lowercased() }) + ["bucket"] {
            guard covered.contains(name) || Self.uncovered.contains(name) || FormFields.isIgnored(name) else {
                throw ServiceError.againstPolicy("Extra input fields: " + name)
            }
        }
        return sizes
    }
}
