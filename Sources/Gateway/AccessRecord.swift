import FoundationEssentials
import ServiceKit
import Wire

/// What the access log says of one request, filled in as it becomes known. Used by the request's
/// one task.
final class AccessRecord: @unchecked Sendable {
    let ids: RequestIDs
    let started: Date
    let method: String
    let path: String
    let address: String
    var service = ""
    var operation = ""
    var resource = ""
    var action = ""
    var caller: Caller?
    var accessKeyID: String?
    var isDenied = false
    var errorCode: String?
    var errorMessage: String?
    var region = ""
    /// What was decided about, in its order; the first few.
    private(set) var resources: [String] = []
    private(set) var resourceAccount: String?
    /// What the operation was called with, its body where it was read into memory.
    var input: WireRequest?
    let trail = Trail()
    private static let mostResources = 20

    init(_ request: HTTPRequest, ids: RequestIDs, started: Date) {
        self.ids = ids
        self.started = started
        method = request.method
        path = request.rawPath
        address = request.address
    }

    func note(_ permission: Permission) {
        action = permission.action
        resource = permission.resource
        resourceAccount = permission.resourceAccount
        if resources.count < Self.mostResources, !resources.contains(resource) { resources.append(resource) }
    }
}
