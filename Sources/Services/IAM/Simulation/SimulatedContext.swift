import CivilTime
import FoundationEssentials
import IAMModel
import PolicyEngine
import ServiceKit

/// The context entries of a simulation, checked by their types.
enum SimulatedContext {
    /// - Throws: `InvalidInput` for an entry without name or of values that its type does not have.
    static func values(_ entries: [ContextEntry]) throws -> [String: [String]] {
        var values: [String: [String]] = [:]
        for entry in entries {
            guard let name = entry.contextKeyName, name.contains(":") else {
                throw ServiceError.invalidInput("Invalid context key name: \(entry.contextKeyName ?? "")")
            }
            let given = entry.contextKeyValues ?? []
            let type = entry.contextKeyType?.rawValue ?? "string"
            let isList = type.hasSuffix("List")
            guard isList || given.count <= 1 else {
                throw ServiceError.invalidInput("Context key \(name) has several values and is of type \(type)")
            }
            for value in given where !isValue(value, of: isList ? String(type.dropLast(4)) : type) {
                throw ServiceError.invalidInput("Invalid value for context key \(name): \(value)")
            }
            values[name] = given
        }
        return values
    }

    private static func isValue(_ value: String, of type: String) -> Bool {
        switch type {
        case "numeric": Double(value) != nil
        case "boolean": ["true", "false"].contains(value.lowercased())
        case "date": Date(iso8601: value) != nil || Double(value) != nil
        case "binary": Data(base64Encoded: value) != nil
        case "ip": PolicyValue.isAddress(value)
        default: true
        }
    }
}
