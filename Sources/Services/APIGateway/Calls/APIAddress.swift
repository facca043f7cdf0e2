import ServiceKit
import Wire

/// Which API a request's host and path mean, by their form alone.
package struct APIAddress: Sendable {
    package enum Form: Sendable, Equatable {
        /// `/_aws/execute-api/{apiId}/…`, the host `{apiId}.execute-api.…`: a stage or `$default` follows.
        case stageFollows
        /// `/restapis/{apiId}/{stage}/_user_request_/…`
        case stageNamed(String)
    }

    package let apiID: String
    package let form: Form
    /// What is left of the path; it begins with a slash or is empty.
    package let path: String
    /// Whether the host names the API, and not a path of ours.
    package let isInHost: Bool

    private static let slash = UInt8(ascii: "/")
    private static let prefix = "/_aws/execute-api/"
    private static let oldPrefix = "/restapis/"
    private static let oldMark = "/_user_request_"

    package init?(host: String, path: String) {
        if path.hasPrefix(Self.prefix) {
            let rest = path.utf8.dropFirst(Self.prefix.utf8.count)
            let id = rest.prefix { $0 != Self.slash }
            guard !id.isEmpty else { return nil }
            apiID = String(Substring(id))
            form = .stageFollows
            self.path = String(Substring(rest[id.endIndex...]))
            isInHost = false
        } else if let named = Self.old(path) {
            (apiID, form, self.path, isInHost) = (named.id, .stageNamed(named.stage), named.rest, false)
        } else if let id = Self.id(inHost: host) {
            (apiID, form, self.path, isInHost) = (id, .stageFollows, path, true)
        } else {
            return nil
        }
    }

    /// Whether a host and a path are those of an API: asked of every request, and answered without taking them apart.
    static func isNamed(host: String, path: String) -> Bool {
        guard path.hasPrefix(prefix) else { return old(path) != nil || id(inHost: host) != nil }
        let first = path.utf8.dropFirst(prefix.utf8.count).first
        return first != nil && first != slash
    }

    private static func old(_ path: String) -> (id: String, stage: String, rest: String)? {
        guard path.hasPrefix(oldPrefix) else { return nil }
        let rest = path.dropFirst(oldPrefix.count)
        let id = rest.prefix { $0 != "/" }
        let stage = rest[id.endIndex...].dropFirst().prefix { $0 != "/" }
        let end = rest[stage.endIndex...]
        guard !id.isEmpty, !stage.isEmpty, end.hasPrefix(oldMark) else { return nil }
        let call = end.dropFirst(oldMark.count)
        guard call.isEmpty || call.hasPrefix("/") else { return nil }
        return (String(id), PercentCoding.decode(stage) ?? String(stage), String(call))
    }

    /// `{apiId}.execute-api.REGION.localhost` and `….amazonaws.com`
    static func id(inHost host: String) -> String? {
        guard host.hasSuffix(".localhost") || host.hasSuffix(".amazonaws.com") || host.hasSuffix(".amazonaws.com.cn")
        else { return nil }
        let labels = host.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard labels.count == 3, labels[1] == "execute-api", !labels[0].isEmpty else { return nil }
        return String(labels[0])
    }

    /// The first segment as the name of a stage, and what follows it.
    static func splitStage(_ path: String) -> (stage: String, rest: String)? {
        guard path.hasPrefix("/") else { return nil }
        let segment = Substring(path.utf8.dropFirst().prefix { $0 != slash })
        guard !segment.isEmpty else { return nil }
        return (PercentCoding.decode(segment) ?? String(segment), String(path[segment.endIndex...]))
    }
}
