import FoundationEssentials
import ServiceKit
import Wire

/// What the access log says of one request, filled in as it becomes known. Used by the request's
/// one task.
package final class AccessRecord: @unchecked Sendable {
    package let ids: RequestIDs
    package let started: Date
    package let method: String
    package let path: String
    package let address: String
    package var service = ""
    package var operation = ""
    package var resource = ""
    package var action = ""
    package var caller: Caller?
    package var accessKeyID: String?
    package var isDenied = false
    package var errorCode: String?
    package var errorMessage: String?
    package var region = ""
    /// What was decided about, in its order; the first few.
    private(set) var resources: [String] = []
    private(set) var resourceAccount: String?
    /// What the operation was called with, its body where it was read into memory.
    package var input: WireRequest?
    package let trail = Trail()
    package let memo = CallMemo()
    private static let mostResources = 20

    package init(_ request: HTTPRequest, ids: RequestIDs, started: Date) {
        self.ids = ids
        self.started = started
        method = request.method
        path = request.rawPath
        address = request.address
    }

    package func note(_ permission: Permission) {
        action = permission.action
        resource = permission.resource
        resourceAccount = permission.resourceAccount
        if resources.count < Self.mostResources, !resources.contains(resource) { resources.append(resource) }
    }
}
