import PolicyEngine

/// A resource's policy as it was put, with the unique ids of those it names.
package struct StoredPolicy: Codable, Sendable {
    package var text: String
    package var ids: [String: String]

    package init(text: String, ids: [String: String]) {
        self.text = text
        self.ids = ids
    }

    package func compiled() throws -> PolicyDocument {
        try PolicyDocument(parsing: text, as: .resource).mappingPrincipals { principal in
            guard case .arn(let arn) = principal, let id = ids[arn] else { return principal }
            return .uniqueID(id)
        }
    }
}
