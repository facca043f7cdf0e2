import Wire

/// Reads `Principal` and `NotPrincipal`.
struct PrincipalParser {
    let kind: PolicyKind

    func parse(_ value: JSONValue) throws(MalformedPolicy) -> [Principal] {
        if value.string == "*" { return [.everyone] }
        guard let members = value.members, !members.isEmpty else { throw invalid("", value.string ?? "") }
        var principals: [Principal] = []
        for member in members {
            for item in member.value.array ?? [member.value] {
                guard let text = item.string, !text.isEmpty else { throw invalid(member.key, "") }
                principals.append(try principal(member.key, text))
            }
        }
        guard !principals.isEmpty else { throw invalid(members[0].key, "") }
        return principals
    }

    private func principal(_ type: String, _ text: String) throws(MalformedPolicy) -> Principal {
        switch type {
        case "AWS": return try awsPrincipal(text)
        case "Service":
            guard text.contains("."), !text.contains("*") else { throw invalid(type, text) }
            return .service(text)
        case "Federated":
            guard Self.isFederation(text) else {
                throw MalformedPolicy("Federated principals must be valid domain names or SAML metadata ARNs")
            }
            return .federated(text)
        case "CanonicalUser": return .canonicalUser(text)
        case "*" where text == "*": return .everyone
        default: throw invalid(type, text)
        }
    }

    private func awsPrincipal(_ text: String) throws(MalformedPolicy) -> Principal {
        if text == "*" { return .everyAWSPrincipal }
        if Self.isAccount(text) { return .account(text) }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        if parts.count == 1 {
            let isUniqueID = ["AIDA", "AROA"].contains { text.hasPrefix($0) } && text.utf8.count >= 16
            guard isUniqueID else { throw invalid("AWS", text) }
            return .uniqueID(text)
        }
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), parts[3].isEmpty,
            Self.isAccount(parts[4]), !text.contains("*"), !text.contains("?")
        else { throw invalid("AWS", text) }
        let resource = parts[5]
        switch parts[2] {
        case "iam" where resource == "root": return .account(String(parts[4]))
        case "iam" where resource.hasPrefix("user/") || resource.hasPrefix("role/"): return .arn(text)
        case "sts" where resource.hasPrefix("assumed-role/") || resource.hasPrefix("federated-user/"):
            return .arn(text)
        default: throw invalid("AWS", text)
        }
    }

    /// The name of an identity provider: its domain, with a path where it has one, or an ARN of its record.
    private static func isFederation(_ text: String) -> Bool {
        guard text.hasPrefix("arn:") else {
            return text.contains(".") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "*") }
        }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[1].hasPrefix("aws"), parts[2] == "iam", parts[3].isEmpty, isAccount(parts[4])
        else { return false }
        return parts[5].hasPrefix("oidc-provider/") || parts[5].hasPrefix("saml-provider/")
    }

    private static func isAccount(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
    }

    private func invalid(_ type: String, _ text: String) -> MalformedPolicy {
        kind == .resource
            ? MalformedPolicy("Invalid principal in policy")
            : MalformedPolicy("Invalid principal in policy: \"\(type.uppercased())\":\"\(text)\"")
    }
}
