import ServiceKit
import Wire

/// Where in a request an authorizer looks for whom it is about.
package enum IdentitySource: Sendable, Equatable {
    case header(String)
    case query(String)
    case stageVariable(String)
    case context(String)

    /// As HTTP APIs write it: `$request.header.Authorization`.
    package init?(v2 text: String) {
        self.init(
            text,
            [
                ("$request.header.", Self.header), ("$request.querystring.", Self.query),
                ("$stageVariables.", Self.stageVariable), ("$context.", Self.context),
            ])
    }

    /// As REST APIs write it: `method.request.header.Authorization`.
    package init?(v1 text: String) {
        self.init(
            text,
            [
                ("method.request.header.", Self.header), ("method.request.querystring.", Self.query),
                ("stageVariables.", Self.stageVariable), ("context.", Self.context),
            ])
    }

    private init?(_ text: String, _ kinds: [(prefix: String, make: (String) -> IdentitySource)]) {
        for kind in kinds where text.hasPrefix(kind.prefix) && text.utf8.count > kind.prefix.utf8.count {
            self = kind.make(String(text.dropFirst(kind.prefix.count)))
            return
        }
        return nil
    }
}
