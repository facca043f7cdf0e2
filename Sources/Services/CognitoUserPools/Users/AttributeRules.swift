import CognitoUserPoolsModel
import ServiceKit

/// Checks attributes against the pool's schema and the client's rights.
struct AttributeRules {
    let pool: UserPool

    /// The attributes of a new user.
    func forNewUser(_ given: [AttributeType], byAdministrator: Bool) throws -> [String: String] {
        try checked(given, changing: false, byAdministrator: byAdministrator)
    }

    /// Attributes to be written over a user's.
    func forUpdate(_ given: [AttributeType], byAdministrator: Bool) throws -> [String: String] {
        try checked(given, changing: true, byAdministrator: byAdministrator)
    }

    /// Every attribute the schema requires, in AWS's sentence for the missing ones.
    func requireAll(in attributes: [String: String]) throws {
        let missing = missing(in: attributes)
        guard missing.isEmpty else {
            throw Self.refusal(missing.map { "\($0): The attribute \($0) is required" })
        }
    }

    /// A change must not take away what the schema requires; what was missing before may stay so.
    func requireAll(in attributes: [String: String], after changes: [String: String]) throws {
        let changed = attributes.merging(changes) { _, new in new }
        let missing = missing(in: changed).filter { changes[$0] != nil }
        guard missing.isEmpty else {
            throw Self.refusal(missing.map { "\($0): The attribute \($0) is required" })
        }
    }

    func missing(in attributes: [String: String]) -> [String] {
        pool.schema.compactMap { attribute in
            guard attribute.required == true, let name = attribute.name, name != "sub" else { return nil }
            return attributes[name, default: ""].isEmpty ? name : nil
        }.sorted()
    }

    private func checked(
        _ given: [AttributeType], changing: Bool, byAdministrator: Bool
    ) throws -> [String: String] {
        var values: [String: String] = [:]
        var problems: [String] = []
        for attribute in given {
            guard let schema = schema(of: attribute.name, byAdministrator: byAdministrator) else {
                problems.append("\(attribute.name): Attribute does not exist in the schema.")
                continue
            }
            if attribute.name == "sub" || attribute.name == "identities" || (changing && schema.mutable == false) {
                throw ServiceError.invalidParameter("user.\(attribute.name): Attribute cannot be updated.")
            }
            let value = attribute.value ?? ""
            if let problem = try problem(with: value, schema) { problems.append(problem) }
            values[attribute.name] = value
        }
        guard problems.isEmpty else { throw Self.refusal(problems) }
        return values
    }

    private func schema(of name: String, byAdministrator: Bool) -> SchemaAttributeType? {
        guard let schema = pool.attribute(name) else { return nil }
        return schema.developerOnlyAttribute == true && !byAdministrator ? nil : schema
    }

    private func problem(with value: String, _ schema: SchemaAttributeType) throws -> String? {
        guard !value.isEmpty, let name = schema.name else { return nil }
        switch schema.attributeDataType {
        case AttributeDataType.boolean?:
            if !["true", "false"].contains(value.lowercased()) { return "\(name): Attribute value must be boolean" }
        case AttributeDataType.number?: return numberProblem(value, schema, name)
        default:
            if let problem = lengthProblem(value, schema, name) { return problem }
        }
        switch name {
        case "email" where !AttributeFormat.isEmail(value):
            throw ServiceError.invalidParameter("Invalid email address format.")
        case "phone_number" where !AttributeFormat.isPhoneNumber(value):
            throw ServiceError.invalidParameter("Invalid phone number format.")
        case "birthdate" where !AttributeFormat.isBirthdate(value):
            throw ServiceError.invalidParameter("Invalid birthdate format, please use YYYY-MM-DD.")
        default: return nil
        }
    }

    private func numberProblem(_ value: String, _ schema: SchemaAttributeType, _ name: String) -> String? {
        guard let number = Double(value), number.isFinite else { return "\(name): Attribute value must be a number" }
        if let text = schema.numberAttributeConstraints?.minValue, let least = Double(text), number < least {
            return "\(name): Number must be no less than \(text)"
        }
        if let text = schema.numberAttributeConstraints?.maxValue, let most = Double(text), number > most {
            return "\(name): Number must be no greater than \(text)"
        }
        return nil
    }

    private func lengthProblem(_ value: String, _ schema: SchemaAttributeType, _ name: String) -> String? {
        let length = value.unicodeScalars.count
        if let text = schema.stringAttributeConstraints?.minLength, let least = Int(text), length < least {
            return "\(name): String must be at least \(text) characters long"
        }
        if let text = schema.stringAttributeConstraints?.maxLength, let most = Int(text), length > most {
            return "\(name): String must be no longer than \(text) characters"
        }
        return nil
    }

    private static func refusal(_ problems: [String]) -> ServiceError {
        .invalidParameter(
            "Attributes did not conform to the schema: " + problems.map { $0 + "\n" }.joined())
    }
}

extension UserPoolClient {
    /// Attributes a client may read without having been told so: all that are not the developer's.
    func mayRead(_ name: String) -> Bool {
        guard let allowed = settings.readAttributes, !allowed.isEmpty else { return !name.hasPrefix("dev:") }
        return allowed.contains(name)
    }

    /// The verified flags and the pool's own attributes are never a client's to write by default.
    func mayWrite(_ name: String) -> Bool {
        if let allowed = settings.writeAttributes, !allowed.isEmpty { return allowed.contains(name) }
        return !["email_verified", "phone_number_verified", "sub", "identities"].contains(name)
            && !name.hasPrefix("dev:")
    }
}
