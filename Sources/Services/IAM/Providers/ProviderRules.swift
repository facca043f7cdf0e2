import IAMModel
import ServiceKit
import Storage

/// What AWS asks of a provider's parts.
enum ProviderRules {
    /// The URL without its scheme: https, a host, perhaps a path, nothing else.
    static func urlWithoutScheme(_ text: String) throws -> String {
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { throw ServiceError.providerURLInvalid }
        let rest = text.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        let isPlain = rest.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard !host.isEmpty, host != ":", isPlain, !rest.contains(where: { "?#@\\".contains($0) }) else {
            throw ServiceError.providerURLInvalid
        }
        return String(rest)
    }

    /// Each once, in their order.
    static func clientIDs(_ ids: [String]) throws -> [String] {
        var seen: Set<String> = []
        let unique = ids.filter { seen.insert($0).inserted }
        guard unique.count <= OpenIDConnectProviderRecord.mostClientIDs else {
            throw ServiceError.quotaExceeded(
                "ClientIdsPerOpenIdConnectProvider", OpenIDConnectProviderRecord.mostClientIDs)
        }
        return unique
    }

    static func thumbprints(_ prints: [String]) throws -> [String] {
        guard prints.count <= OpenIDConnectProviderRecord.mostThumbprints else {
            throw ServiceError.invalidInput("Thumbprint list must contain fewer than 5 entries.")
        }
        return prints
    }
}

extension IAM {
    /// Changes a provider, and with it who is let in.
    func changeProvider(
        _ arn: String, _ call: Call,
        _ edit: @escaping @Sendable (inout OpenIDConnectProviderRecord) throws -> Void
    ) async throws {
        let account = call.accountID
        try Self.check(policyARN: arn)
        try await change { transaction in
            var provider = try transaction.require(provider: arn, of: account)
            try edit(&provider)
            try transaction.save(provider)
        }
    }
}
