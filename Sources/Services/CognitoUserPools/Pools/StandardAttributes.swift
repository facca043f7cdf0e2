import CognitoUserPoolsModel

/// The attributes every pool has: OpenID Connect's standard claims and the pool's own.
enum StandardAttributes {
    static let all: [SchemaAttributeType] =
        ["profile", "address"].map { text($0) }
        + [text("birthdate", from: "10", to: "10")]
        + [text("gender"), text("preferred_username")]
        + [
            SchemaAttributeType(
                name: "updated_at", attributeDataType: .number, developerOnlyAttribute: false, mutable: true,
                required: false, numberAttributeConstraints: NumberAttributeConstraintsType(minValue: "0"))
        ]
        + [text("website"), text("picture"), identities, sub]
        + [text("phone_number"), flag("phone_number_verified"), text("zoneinfo"), text("locale")]
        + [text("email"), flag("email_verified")]
        + ["given_name", "family_name", "middle_name", "name", "nickname"].map { text($0) }

    static let names = Set(all.compactMap(\.name))

    private static let sub = SchemaAttributeType(
        name: "sub", attributeDataType: .string, developerOnlyAttribute: false, mutable: false, required: true,
        stringAttributeConstraints: StringAttributeConstraintsType(minLength: "1", maxLength: "2048"))

    private static let identities = SchemaAttributeType(
        name: "identities", attributeDataType: .string, developerOnlyAttribute: false, mutable: true,
        required: false, stringAttributeConstraints: StringAttributeConstraintsType())

    private static func text(_ name: String, from: String = "0", to: String = "2048") -> SchemaAttributeType {
        SchemaAttributeType(
            name: name, attributeDataType: .string, developerOnlyAttribute: false, mutable: true, required: false,
            stringAttributeConstraints: StringAttributeConstraintsType(minLength: from, maxLength: to))
    }

    private static func flag(_ name: String) -> SchemaAttributeType {
        SchemaAttributeType(
            name: name, attributeDataType: .boolean, developerOnlyAttribute: false, mutable: true, required: false)
    }
}
