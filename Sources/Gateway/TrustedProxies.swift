import PolicyEngine
import ServiceKit
import Wire

/// Proxies in front of this server whose word is taken for who a request comes from and whether it came by https:
/// `X-Forwarded-For` and `X-Forwarded-Proto`. From anybody else these headers mean nothing.
package struct TrustedProxies: Sendable {
    /// Addresses, and ranges such as `10.0.0.0/8`.
    private let networks: [String]
    /// A chain of proxies is not longer; what stands before is not looked at.
    private static let longestChain = 32

    package init(_ networks: [String]) { self.networks = networks }

    private func trusts(_ address: String) -> Bool {
        networks.contains { PolicyValue.isAddress(address, in: $0) }
    }

    /// The request as of the client that the proxies tell of: the last address that is none of theirs, since what stands
    /// before it the client may have written itself.
    package func client(of request: HTTPRequest) -> HTTPRequest {
        guard !networks.isEmpty, trusts(request.address) else { return request }
        let isSecure = request.headers.all("x-forwarded-proto").last.map { proto in
            Self.last(of: proto)?.lowercased() == "https"
        }
        let chain = request.headers.all("x-forwarded-for").joined(separator: ",").split(separator: ",")
        var address = request.address
        for entry in chain.suffix(Self.longestChain).reversed() {
            guard let given = Self.address(entry) else { break }
            address = given
            guard trusts(given) else { break }
        }
        return request.from(address, isSecure: isSecure ?? request.isSecure)
    }

    private static func last(of list: String) -> String? {
        list.split(separator: ",").last.map { String($0.filter { $0 != " " }) }
    }

    /// Some write a port behind it; what is no address is nothing.
    private static func address(_ entry: Substring) -> String? {
        var text = entry.filter { $0 != " " && $0 != "\t" }
        if text.hasPrefix("[") {
            text = String(text.dropFirst().prefix { $0 != "]" })
        } else if text.utf8.filter({ $0 == UInt8(ascii: ":") }).count == 1 {
            text = String(text.prefix { $0 != ":" })
        }
        return PolicyValue.isAddress(text) && !text.contains("/") ? text : nil
    }
}
