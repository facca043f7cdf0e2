import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func updateResource(_ input: UpdateResourceRequest, _ call: Call) async throws -> Resource {
        try await change(input.restApiId, call) { transaction, record in
            var resource = try transaction.requireResource(input.resourceId, of: record.id)
            try Patch.apply(input.patchOperations, paths: ["/pathPart", "/parentId"]) { step in
                guard step.op == .replace, resource.parentId != nil else { return false }
                switch step.parts {
                case ["pathPart"]: resource.pathPart = step.text
                case ["parentId"]: resource.parentId = step.text
                default: return false
                }
                return true
            }
            guard let parentID = resource.parentId else { return resource.shown(withMethods: false) }
            let parent = try transaction.requireResource(parentID, of: record.id)
            let part = resource.pathPart ?? ""
            try Resource.check(part, below: parent)
            try transaction.requireFree(part, below: parent, in: record.id, except: resource.id)
            try transaction.move(resource, below: parent, in: record.id)
            return try transaction.requireResource(input.resourceId, of: record.id).shown(withMethods: false)
        }
    }
}

extension Transaction {
    /// Saves a resource under its new path, and all that is below it.
    fileprivate func move(_ resource: Resource, below parent: Resource, in apiID: String) throws {
        var waiting = [(resource, parent)]
        var count = 0
        while let (next, parent) = waiting.popLast() {
            count += 1
            // Below itself there is no end.
            guard count <= APILimits.resources, next.id != parent.id else {
                throw ServiceError.badRequest("A resource cannot be moved below itself")
            }
            var moved = next
            moved.path = (parent.path == "/" ? "" : parent.path ?? "") + "/" + (moved.pathPart ?? "")
            try save(moved, in: apiID)
            let children = try list(
                Stored<Resource>.self, index: Resource.below(apiID, moved.partID), limit: APILimits.mostParts)
            waiting += children.records.map { ($0.part, moved) }
        }
    }
}
