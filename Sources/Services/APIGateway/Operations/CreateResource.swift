import APIGatewayModel
import ServiceKit
import Storage

extension APIGateway {
    func createResource(_ input: CreateResourceRequest, _ call: Call) async throws -> Resource {
        let id = newID(6)
        return try await change(input.restApiId, call) { transaction, record in
            let parent = try transaction.requireResource(input.parentId, of: record.id)
            return try transaction.addResource(input.pathPart, below: parent, as: id, in: record.id)
        }
    }
}

extension Transaction {
    func addResource(_ pathPart: String, below parent: Resource, as id: String, in apiID: String) throws -> Resource {
        try Resource.check(pathPart, below: parent)
        try requireFree(pathPart, below: parent, in: apiID)
        guard try count(Resource.self, of: apiID) < APILimits.resources else {
            throw ServiceError.limitExceeded(
                "Maximum number of Resources for this API has been reached. Please contact AWS if you need additional "
                    + "Resources.")
        }
        let base = parent.path == "/" ? "" : parent.path ?? ""
        let resource = Resource(
            id: id, parentId: parent.id, pathPart: pathPart, path: "\(base)/\(pathPart)")
        try save(resource, in: apiID)
        return resource
    }

    /// No sibling has the same path, or another parameter in its place.
    func requireFree(_ pathPart: String, below parent: Resource, in apiID: String, except id: String? = nil) throws {
        let siblings = try list(
            Stored<Resource>.self, index: Resource.below(apiID, parent.partID), limit: APILimits.mostParts
        ).records.map(\.part).filter { $0.id != id }
        if siblings.contains(where: { $0.pathPart == pathPart }) {
            throw ServiceError.conflict(
                "Another resource with the same parent already has this name: \(pathPart)")
        }
        guard pathPart.hasPrefix("{") else { return }
        let isGreedy = pathPart.hasSuffix("+}")
        if siblings.contains(where: {
            ($0.pathPart ?? "").hasPrefix("{") && ($0.pathPart ?? "").hasSuffix("+}") == isGreedy
        }) {
            throw ServiceError.badRequest(
                "A sibling ({\(siblings.first { ($0.pathPart ?? "").hasPrefix("{") }?.pathPart?.dropFirst().dropLast() ?? "")}) "
                    + "of this resource already has a variable path part -- only one is allowed")
        }
    }
}

extension Resource {
    static func check(_ pathPart: String, below parent: Resource) throws {
        guard parent.pathPart?.hasSuffix("+}") != true else {
            throw ServiceError.badRequest(
                "Cannot create a child of a resource with a greedy path variable: \(parent.path ?? "")")
        }
        guard !pathPart.isEmpty, (parent.path ?? "").utf8.count + pathPart.utf8.count < longestPath,
            !pathPart.contains("/"), PathTemplate("/" + pathPart) != nil,
            pathPart.hasPrefix("{") || pathPart.utf8.allSatisfy(isOfPath)
        else {
            throw ServiceError.badRequest(
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the "
                    + "beginning and the end.")
        }
    }

    /// In bytes, of the whole path.
    private static let longestPath = 2048

    private static func isOfPath(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "._-:%$@,;!'()*+~=&".utf8.contains(byte)
    }
}
