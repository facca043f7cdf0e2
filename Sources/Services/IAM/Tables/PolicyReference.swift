import IAMModel
import Storage

/// A managed policy that something is attached to.
struct PolicyReference: Sendable, Hashable, Codable {
    /// `ANPA…`
    var id: String
    var arn: String

    var attachedBoundary: AttachedPermissionsBoundary {
        AttachedPermissionsBoundary(
            permissionsBoundaryType: .permissionsBoundaryPolicy, permissionsBoundaryArn: arn)
    }

    /// The part of the ARN after the last slash.
    var name: String { arn.split(separator: "/").last.map(String.init) ?? arn }

    /// The path in the ARN, slashes included.
    var path: String {
        guard let first = arn.firstIndex(of: "/"), let last = arn.lastIndex(of: "/") else { return "/" }
        return String(arn[first...last])
    }
}
