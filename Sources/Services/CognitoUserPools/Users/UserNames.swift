import CognitoUserPoolsModel
import ServiceKit

extension UserPool {
    /// The username and the attributes a new user gets from the name they were given.
    ///
    /// Where an e-mail address or phone number stands for the username, AWS makes the `sub` the
    /// username and keeps the name as that attribute.
    func register(
        _ name: String, sub: String, attributes: inout [String: String]
    ) throws -> String {
        guard usernameAttributes.isEmpty else {
            let attribute = try usernameAttribute(of: name)
            attributes[attribute] = name
            return sub
        }
        for alias in aliasAttributes {
            if alias == .email, AttributeFormat.isEmail(name) {
                throw ServiceError.invalidParameter(
                    "Username cannot be of email format, since user pool is configured for email alias.")
            }
            if alias == .phoneNumber, AttributeFormat.isPhoneNumber(name) {
                throw ServiceError.invalidParameter(
                    "Username cannot be of phone number format, since user pool is configured for phone number "
                        + "alias.")
            }
        }
        return name
    }

    private func usernameAttribute(of name: String) throws -> String {
        let takesEmail = usernameAttributes.contains(.email)
        let takesPhone = usernameAttributes.contains(.phoneNumber)
        if takesEmail, AttributeFormat.isEmail(name) { return "email" }
        if takesPhone, AttributeFormat.isPhoneNumber(name) { return "phone_number" }
        let wanted =
            takesEmail && takesPhone ? "either an email or a phone number" : takesEmail ? "an email" : "a phone number"
        throw ServiceError.invalidParameter("Username should be \(wanted).")
    }
}
