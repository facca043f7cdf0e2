import CognitoUserPoolsModel
import ServiceKit

/// A pool's schema from the standard attributes and what CreateUserPool says.
enum PoolSchema {
    static func make(_ given: [SchemaAttributeType]) throws -> [SchemaAttributeType] {
        var schema = StandardAttributes.all
        var custom: [SchemaAttributeType] = []
        for attribute in given {
            guard let name = attribute.name else { throw ServiceError.invalidParameter("Attribute name is required.") }
            if let index = schema.firstIndex(where: { $0.name == name }) {
                schema[index] = try adjusted(schema[index], by: attribute)
            } else {
                custom.append(try customAttribute(attribute, name))
            }
        }
        guard Set(custom.map(\.name)).count == custom.count else {
            throw ServiceError.invalidParameter("Duplicate attributes in the schema.")
        }
        return schema + custom
    }

    /// AWS's quota of custom attributes.
    private static let maxCustom = 50

    /// A schema with more custom attributes.
    static func adding(
        _ given: [SchemaAttributeType], to schema: [SchemaAttributeType]
    ) throws -> [SchemaAttributeType] {
        var schema = schema
        for attribute in given {
            guard let name = attribute.name else { throw ServiceError.invalidParameter("Attribute name is required.") }
            let custom = try customAttribute(attribute, name)
            guard !schema.contains(where: { $0.name == custom.name }) else {
                let name = custom.name ?? name
                throw ServiceError.invalidParameter("\(name): Existing attribute already has name \(name).")
            }
            schema.append(custom)
        }
        guard schema.count <= StandardAttributes.all.count + maxCustom else {
            throw ServiceError(
                CognitoUserPoolsErrors.limitExceeded, "Maximum number of custom attributes for the pool reached.")
        }
        return schema
    }

    private static func adjusted(
        _ standard: SchemaAttributeType, by given: SchemaAttributeType
    ) throws -> SchemaAttributeType {
        let isSameType = given.attributeDataType == nil || given.attributeDataType == standard.attributeDataType
        guard isSameType, given.developerOnlyAttribute != true else {
            throw ServiceError.invalidParameter(
                "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute "
                    + "\(standard.name ?? "")")
        }
        var adjusted = standard
        if standard.name != "sub" {
            adjusted.required = given.required ?? standard.required
            adjusted.mutable = given.mutable ?? standard.mutable
        }
        if let limits = given.stringAttributeConstraints { adjusted.stringAttributeConstraints = limits }
        if let limits = given.numberAttributeConstraints { adjusted.numberAttributeConstraints = limits }
        try check(adjusted)
        return adjusted
    }

    private static func customAttribute(
        _ given: SchemaAttributeType, _ name: String
    ) throws -> SchemaAttributeType {
        guard let type = given.attributeDataType else {
            throw ServiceError.invalidParameter(
                "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.")
        }
        if given.required == true {
            throw ServiceError.invalidParameter("Required custom attributes are not supported currently.")
        }
        var attribute = given
        let isDevelopers = given.developerOnlyAttribute == true
        attribute.name = (isDevelopers ? "dev:custom:" : "custom:") + name
        attribute.developerOnlyAttribute = isDevelopers
        attribute.mutable = given.mutable ?? true
        attribute.required = false
        if type == .string { attribute.stringAttributeConstraints = given.stringAttributeConstraints ?? .init() }
        if type == .number { attribute.numberAttributeConstraints = given.numberAttributeConstraints ?? .init() }
        try check(attribute)
        return attribute
    }

    /// Limits are numbers written as text, the lower one first.
    private static func check(_ attribute: SchemaAttributeType) throws {
        let name = attribute.name ?? ""
        let lengths = [
            attribute.stringAttributeConstraints?.minLength, attribute.stringAttributeConstraints?.maxLength,
        ]
        for text in lengths.compactMap(\.self) where Int(text).map({ (0...2048).contains($0) }) != true {
            throw ServiceError.invalidParameter("Invalid string constraint \(text) for attribute \(name).")
        }
        let numbers = [
            attribute.numberAttributeConstraints?.minValue, attribute.numberAttributeConstraints?.maxValue,
        ]
        for text in numbers.compactMap(\.self) where Double(text)?.isFinite != true {
            throw ServiceError.invalidParameter("Invalid number constraint \(text) for attribute \(name).")
        }
        for pair in [lengths, numbers] {
            if let low = pair[0].flatMap(Double.init), let high = pair[1].flatMap(Double.init), low > high {
                throw ServiceError.invalidParameter("Invalid constraints for attribute \(name): \(low) > \(high).")
            }
        }
    }
}
