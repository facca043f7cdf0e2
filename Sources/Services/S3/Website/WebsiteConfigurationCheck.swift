import S3Model
import ServiceKit

/// Checks a website's configuration as PutBucketWebsite does.
package enum WebsiteConfigurationCheck {
    private static let mostRules = 50

    package static func check(_ configuration: WebsiteConfiguration) throws {
        if let redirect = configuration.redirectAllRequestsTo {
            guard configuration.indexDocument == nil, configuration.errorDocument == nil,
                configuration.routingRules == nil
            else {
                throw ServiceError.invalidArgument(
                    "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
                    name: "RedirectAllRequestsTo", value: "not null")
            }
            try check(hostName: redirect.hostName)
            return try check(redirect.protocol)
        }
        try check(configuration.indexDocument)
        if let key = configuration.errorDocument?.key, key.isEmpty {
            throw ServiceError.invalidArgument(
                "The ErrorDocument Key is not well formed", name: "ErrorDocument", value: key)
        }
        guard let rules = configuration.routingRules else { return }
        guard !rules.isEmpty else { throw ServiceError.malformedXML }
        guard rules.count <= mostRules else {
            throw ServiceError.invalidRequest(
                "\(rules.count) routing rules provided, the number of routing rules in a website configuration is "
                    + "limited to 50.")
        }
        for rule in rules { try check(rule) }
    }

    private static func check(_ document: IndexDocument?) throws {
        guard let suffix = document?.suffix else {
            throw ServiceError.invalidArgument(
                "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
                name: "IndexDocument", value: "null")
        }
        guard !suffix.isEmpty, !suffix.utf8.contains(UInt8(ascii: "/")) else {
            throw ServiceError.invalidArgument(
                "The IndexDocument Suffix is not well formed", name: "IndexDocument", value: suffix)
        }
    }

    private static func check(_ rule: RoutingRule) throws {
        let redirect = rule.redirect
        guard redirect.replaceKeyWith == nil || redirect.replaceKeyPrefixWith == nil else {
            throw ServiceError.invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.")
        }
        if let condition = rule.condition { try check(condition) }
        if let hostName = redirect.hostName { try check(hostName: hostName) }
        try check(redirect.protocol)
        guard let code = redirect.httpRedirectCode else { return }
        guard (301...399).contains(try number(code)) else {
            throw ServiceError.invalidRequest(
                "The provided HTTP redirect code (\(code)) is not valid. Valid codes are 3XX except 300.")
        }
    }

    private static func check(_ condition: RoutingRuleCondition) throws {
        guard condition.keyPrefixEquals != nil || condition.httpErrorCodeReturnedEquals != nil else {
            throw ServiceError.invalidRequest(
                "Condition cannot be empty. To redirect all requests without a condition, the condition element "
                    + "shouldn't be present.")
        }
        guard let code = condition.httpErrorCodeReturnedEquals else { return }
        guard (400...599).contains(try number(code)) else {
            throw ServiceError.invalidRequest(
                "The provided HTTP error code (\(code)) is not valid. Valid codes are 4XX or 5XX.")
        }
    }

    private static func check(hostName: String) throws {
        guard !hostName.isEmpty else {
            throw ServiceError.invalidRequest(
                "The HostName cannot be blank. To redirect within the same domain, the element should not be present.")
        }
    }

    private static func check(_ scheme: RedirectProtocol?) throws {
        guard let scheme, !RedirectProtocol.knownValues.contains(scheme.rawValue) else { return }
        throw ServiceError.invalidRequest(
            "Invalid protocol, protocol can be http or https. If not defined the protocol will be selected "
                + "automatically.")
    }

    private static func number(_ code: String) throws -> Int {
        guard let number = Int(code) else { throw ServiceError.malformedXML }
        return number
    }
}
