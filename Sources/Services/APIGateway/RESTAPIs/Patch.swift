import APIGatewayModel
import ServiceKit

/// One step of an update, its path taken apart: `~1` stands for a slash.
struct PatchStep: Sendable {
    let op: Op
    let path: String
    let parts: [String]
    let value: String?
    let from: String?

    var text: String { value ?? "" }

    func bool() throws -> Bool {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: throw ServiceError.badRequest("Invalid boolean value specified for \(path): \(text)")
        }
    }

    func int() throws -> Int {
        guard let number = Int(text) else {
            throw ServiceError.badRequest("Invalid integer value specified for \(path): \(text)")
        }
        return number
    }

    func double() throws -> Double {
        guard let number = Double(text), number.isFinite else {
            throw ServiceError.badRequest("Invalid number specified for \(path): \(text)")
        }
        return number
    }

    /// Adds to, replaces in or removes from a map whose key is the path's last part.
    func apply(to map: inout [String: String]?) {
        guard let key = parts.last else { return }
        var entries = map ?? [:]
        entries[key] = op == .remove ? nil : text
        map = entries
    }

    /// The same for a list whose element is the path's last part, or the value.
    func apply(to list: inout [String]?, named element: String) {
        var elements = list ?? []
        elements.removeAll { $0 == element }
        if op != .remove { elements.append(op == .replace && value != nil ? text : element) }
        list = elements
    }
}

enum Patch {
    private static let most = 100

    /// Takes the steps one after the other; `apply` says whether a path is one it knows.
    /// - Parameter paths: those there are, for who names another.
    static func apply(
        _ operations: [PatchOperation]?, paths: [String], _ apply: (PatchStep) throws -> Bool
    ) throws {
        let operations = operations ?? []
        guard operations.count <= most else {
            throw ServiceError.badRequest("Too many patch operations specified. At most \(most) are allowed")
        }
        for operation in operations {
            guard let op = operation.op, let path = operation.path else {
                throw ServiceError.badRequest("Invalid patch operation specified. Both op and path are required")
            }
            guard [.add, .remove, .replace, .copy].contains(op) else {
                throw ServiceError.badRequest(
                    "Invalid patch operation specified. Must be one of: [add, remove, replace, copy]")
            }
            let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
                String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
            }
            let step = PatchStep(op: op, path: path, parts: parts, value: operation.value, from: operation.from)
            guard path.hasPrefix("/"), try apply(step) else {
                throw ServiceError.badRequest(
                    "Invalid patch path  '\(path)' specified for op '\(op.rawValue)'. Must be one of: "
                        + "[\(paths.joined(separator: ", "))]")
            }
        }
    }
}
