import ServiceKit
import Wire

/// What tokens say of a user's groups.
struct GroupClaims: Sendable {
    var names: [String] = []
    var roles: [String] = []
    /// The role of the group that goes before all others; none where two roles go alike.
    var preferredRole: String?

    static let none = GroupClaims([])

    /// - Parameter groups: by precedence.
    init(_ groups: [Group]) {
        names = groups.map(\.name)
        roles = groups.compactMap(\.roleARN)
        let first = groups.first { $0.precedence != nil && $0.roleARN != nil }
        let alike = Set(groups.filter { $0.precedence == first?.precedence }.compactMap(\.roleARN))
        preferredRole = first != nil && alike.count == 1 ? first?.roleARN : nil
    }

    func write(toID writer: inout JSONWriter) {
        write(toAccess: &writer)
        if let preferredRole { writer.claim("cognito:preferred_role", preferredRole) }
        if !roles.isEmpty {
            writer.key("cognito:roles")
            writer.list(roles) { writer, role in writer.string(role) }
        }
    }

    func write(toAccess writer: inout JSONWriter) {
        guard !names.isEmpty else { return }
        writer.key("cognito:groups")
        writer.list(names) { writer, name in writer.string(name) }
    }
}
