import S3Model
import Wire

/// A redirect of a website.
package struct WebsiteRedirect: Sendable, Equatable {
    package var status: Int
    package var location: String

    package init(status: Int, location: String) {
        self.status = status
        self.location = location
    }
}

/// Where a website's configuration leads a visit.
package struct WebsiteRouting: Sendable {
    package enum Step: Sendable, Equatable {
        case redirect(WebsiteRedirect)
        /// The object to be looked up.
        case object(String)
    }

    private let all: RedirectAllRequestsTo?
    private let suffix: String
    private let errorKey: String?
    private let rules: [RoutingRule]

    private static let standardStatus = 301

    package init(_ configuration: WebsiteConfiguration) {
        all = configuration.redirectAllRequestsTo
        suffix = configuration.indexDocument?.suffix ?? ""
        errorKey = configuration.errorDocument?.key
        rules = configuration.routingRules ?? []
    }

    /// Before anything is looked up: a redirect, or the object that the path means.
    package func start(_ visit: WebsiteVisit) -> Step {
        if let all {
            let scheme = all.protocol?.rawValue ?? visit.scheme
            let query = visit.query.isEmpty ? "" : "?" + visit.query
            let location = "\(scheme)://\(all.hostName)" + WebsiteVisit.safe(visit.path + query)
            return .redirect(WebsiteRedirect(status: Self.standardStatus, location: location))
        }
        for rule in rules where rule.condition?.httpErrorCodeReturnedEquals == nil && rule.takesIn(visit.key) {
            return .redirect(redirect(rule, visit))
        }
        return .object(visit.isFolder ? visit.key + suffix : visit.key)
    }

    /// Where nothing has the key, it may be a folder's: if this index document is there, the browser is sent to it.
    package func folder(_ visit: WebsiteVisit) -> (index: String, redirect: WebsiteRedirect)? {
        guard !visit.isFolder else { return nil }
        var path = PercentCoding.encodePath(visit.key)
        // Two slashes at the beginning would name another host.
        if path.hasPrefix("/") { path = "%2F" + path.dropFirst() }
        return (
            visit.key + "/" + suffix, WebsiteRedirect(status: 302, location: visit.base + "/" + path + "/")
        )
    }

    /// The rule for an error, if there is one.
    package func redirect(afterError status: Int, _ visit: WebsiteVisit) -> WebsiteRedirect? {
        let rule = rules.first { rule in
            rule.condition?.httpErrorCodeReturnedEquals.flatMap { Int($0) } == status && rule.takesIn(visit.key)
        }
        return rule.map { redirect($0, visit) }
    }

    /// The document that stands for an error; those of the server have none.
    package func errorDocument(for status: Int) -> String? { (400...499).contains(status) ? errorKey : nil }

    private func redirect(_ rule: RoutingRule, _ visit: WebsiteVisit) -> WebsiteRedirect {
        let redirect = rule.redirect
        let site =
            "\(redirect.protocol?.rawValue ?? visit.scheme)://"
            + (redirect.hostName.map(WebsiteVisit.safe) ?? visit.host + visit.base)
        return WebsiteRedirect(
            status: redirect.httpRedirectCode.flatMap { Int($0) } ?? Self.standardStatus,
            location: site + "/" + rule.path(of: visit.key))
    }
}

extension RoutingRule {
    fileprivate func takesIn(_ key: String) -> Bool {
        condition?.keyPrefixEquals.map { key.utf8.starts(with: $0.utf8) } ?? true
    }

    /// What a rule puts in place of a key stays as it is written: it may be a fragment or a query.
    fileprivate func path(of key: String) -> String {
        if let whole = redirect.replaceKeyWith { return Self.written(whole) }
        guard let opening = redirect.replaceKeyPrefixWith else { return PercentCoding.encodePath(key) }
        let rest = key.utf8.dropFirst((condition?.keyPrefixEquals ?? "").utf8.count)
        return Self.written(opening) + PercentCoding.encodePath(String(decoding: rest, as: UTF8.self))
    }

    private static func written(_ text: String) -> String {
        WebsiteVisit.safe(text.hasPrefix("/") ? String(text.dropFirst()) : text)
    }
}
