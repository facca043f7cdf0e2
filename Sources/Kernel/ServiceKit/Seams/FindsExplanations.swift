import Wire

/// Knows why a request was denied.
package protocol FindsExplanations: Sendable {
    func explanation(ofRequest id: String) async throws -> StoredExplanation?
}

/// Stands where nothing is kept.
package struct NoExplanations: FindsExplanations {
    package init() {}
    package func explanation(ofRequest id: String) async throws -> StoredExplanation? { nil }
}

/// An explanation as it was kept.
package struct StoredExplanation: Sendable {
    /// Of the caller; of the resource where the caller had none.
    private let accountID: String
    private let document: JSONValue

    /// All of it, for whoever has the server in hand.
    package var whole: JSONValue { document }

    package init(accountID: String, document: JSONValue) {
        self.accountID = accountID
        self.document = document
    }

    /// What an account may read of it; nil for nothing. The caller's account sees what the caller's own
    /// policies say, the resource's account what the resource's say.
    package func document(for account: String) -> JSONValue? {
        if account == accountID { return forCaller }
        let denials = (document["denials"]?.array ?? []).filter { $0["resourceAccount"]?.string == account }
        guard !denials.isEmpty else { return nil }
        let shown: Set = ["requestId", "time", "service", "operation", "region", "status", "error"]
        return .object(
            (document.members ?? []).filter { shown.contains($0.key) }
                + [.init("denials", .array(denials.map(Self.forOwner)))])
    }

    private var forCaller: JSONValue {
        replacingDenials { denial in
            guard let owner = denial["resourceAccount"]?.string, owner != accountID else { return denial }
            return Self.policies(of: denial, ofResource: false, hiding: ["resourceAccount"])
        }
    }

    private static func forOwner(_ denial: JSONValue) -> JSONValue {
        policies(of: denial, ofResource: true, hiding: ["caller", "context", "toAllow", "reason"])
    }

    private static let typesOfResources: Set = ["resource-based policy", "role trust policy"]

    /// The denial with the policies of one side, the resource's or the caller's.
    private static func policies(of denial: JSONValue, ofResource: Bool, hiding hidden: Set<String>) -> JSONValue {
        let isShown = { (value: JSONValue) in typesOfResources.contains(value["type"]?.string ?? "") == ofResource }
        return .object(
            (denial.members ?? []).compactMap { member in
                switch member.key {
                case "policies":
                    .init(
                        member.key,
                        .array((member.value.array ?? []).filter(isShown).map { hidingValues($0, ofResource) }))
                case "nearest": isShown(member.value) ? .init(member.key, hidingValues(member.value, ofResource)) : nil
                case "decidedBy": isShown(member.value) ? member : nil
                case "context" where !ofResource: .init(member.key, withoutResource(member.value))
                default: hidden.contains(member.key) ? nil : member
                }
            })
    }

    /// The policy with what its conditions found left out where it is the other side's to know: of the caller and
    /// its request for the resource's account, of the resource for the caller's.
    private static func hidingValues(_ value: JSONValue, _ fromOwner: Bool) -> JSONValue {
        let isHidden = { (key: String) in fromOwner || isOfResource(key) }
        switch value {
        case .object(let members):
            let key = value["key"]?.string
            return .object(
                members.compactMap { member in
                    if member.key == "found", let key, isHidden(key) { return nil }
                    guard member.key == "doesNotFit" else {
                        return .init(member.key, hidingValues(member.value, fromOwner))
                    }
                    let sentences = (member.value.array ?? []).compactMap(\.string)
                    return .init(
                        member.key,
                        .array(sentences.map { .string(fromOwner || isOfResource($0) ? withoutFound($0) : $0) }))
                })
        case .array(let items): return .array(items.map { hidingValues($0, fromOwner) })
        case .null, .bool, .number, .string: return value
        }
    }

    private static func withoutFound(_ sentence: String) -> String {
        sentence.firstRange(of: ", the request ").map { String(sentence[..<$0.lowerBound]) } ?? sentence
    }

    private static func isOfResource(_ text: String) -> Bool {
        let name = text.lowercased()
        return [":resourcetag/", ":resourceaccount", ":existingobjecttag/"].contains { name.contains($0) }
    }

    /// The values of the request, less those that tell of somebody else's resource.
    private static func withoutResource(_ context: JSONValue) -> JSONValue {
        .object((context.members ?? []).filter { !isOfResource($0.key) })
    }

    private func replacingDenials(_ change: (JSONValue) -> JSONValue) -> JSONValue {
        .object(
            (document.members ?? []).map { member in
                guard member.key == "denials" else { return member }
                return .init(member.key, .array((member.value.array ?? []).map(change)))
            })
    }
}
