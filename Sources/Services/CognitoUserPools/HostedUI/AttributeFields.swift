import CognitoUserPoolsModel
import Design
import ServiceKit

/// Fields for users' attributes and passwords.
enum AttributeFields {
    static func field(_ name: String, _ value: String, _ text: HostedText, isFocused: Bool = false) -> HTML {
        let look = look(of: name)
        return FormParts.field(
            FormParts.Field(
                name: "requiredAttributes[\(name)]", label: text.label(ofAttribute: name), type: look.type,
                value: value, autocomplete: look.autocomplete,
                hint: name == "phone_number" ? text.phoneHint : nil, isFocused: isFocused))
    }

    private static func look(of name: String) -> (type: String, autocomplete: String?) {
        switch name {
        case "email": ("email", "email")
        case "phone_number": ("tel", "tel")
        case "birthdate": ("date", "bday")
        case "name": ("text", "name")
        case "given_name": ("text", "given-name")
        case "family_name": ("text", "family-name")
        case "middle_name": ("text", "additional-name")
        case "nickname": ("text", "nickname")
        case "preferred_username": ("text", "username")
        case "website", "profile", "picture": ("url", name == "website" ? "url" : nil)
        case "address": ("text", "street-address")
        case "gender": ("text", "sex")
        case "locale": ("text", "language")
        default: ("text", nil)
        }
    }
}

enum PasswordFields {
    /// A new password, with what the pool's policy asks of it.
    static func new(
        _ label: String, _ pool: UserPool, _ text: HostedText, isFocused: Bool = false, isWrong: Bool = false
    ) -> HTML {
        let rules = rules(of: pool.settings.passwordPolicy, text).map { rule -> HTML in
            "<li class=\"passwordCheck-notValid-customizable\">\(rule)</li>\n"
        }
        return """
            \(FormParts.field(
                FormParts.Field(
                    name: "password", label: label, type: "password", autocomplete: "new-password",
                    isFocused: isFocused, isWrong: isWrong)))\
            <div class="rules"><p>\(text.passwordMust)</p>
            <ul>
            \(rules)</ul></div>

            """
    }

    private static func rules(of policy: PasswordPolicyType, _ text: HostedText) -> [String] {
        var rules = [text.passwordLength(policy.minimumLength ?? 8)]
        if policy.requireUppercase == true { rules.append(text.passwordUpper) }
        if policy.requireLowercase == true { rules.append(text.passwordLower) }
        if policy.requireNumbers == true { rules.append(text.passwordDigit) }
        if policy.requireSymbols == true { rules.append(text.passwordSymbol) }
        return rules
    }
}
