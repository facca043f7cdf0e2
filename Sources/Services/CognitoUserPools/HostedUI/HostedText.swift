/// What the pages say, in one language.
struct HostedText: Sendable {
    var code: String
    var languageName: String

    var signIn: String
    var signInTitle: String
    var signUp: String
    var signUpTitle: String
    var noAccount: String
    var haveAccount: String
    var forgotPassword: String
    var or: String
    var otherWays: String
    var continueWith: @Sendable (String) -> String

    var username: String
    var email: String
    var phoneNumber: String
    var emailOrPhone: String
    var usernameOrAlias: String
    var password: String
    var newPassword: String
    var phoneHint: String
    var optional: String

    var confirmTitle: String
    var codeSentTo: @Sendable (String) -> String
    var codeExpected: String
    var code6: String
    var confirm: String
    var resend: String
    var didNotArrive: String
    var codeResent: String
    var confirmed: String
    var waitsForAdministrator: String

    var forgotTitle: String
    var forgotLead: String
    var resetRequired: String
    var sendCode: String
    var haveCode: String
    var resetTitle: String
    var changePassword: String
    var passwordChanged: String
    var backToSignIn: String

    var newPasswordTitle: String
    var newPasswordLead: String
    var passwordMust: String
    var passwordLength: @Sendable (Int) -> String
    var passwordUpper: String
    var passwordLower: String
    var passwordDigit: String
    var passwordSymbol: String

    var mfaTitle: String
    var totpLead: String
    var smsLead: @Sendable (String) -> String
    var mailLead: @Sendable (String) -> String
    var chooseTitle: String
    var chooseLead: String
    var byTotp: String
    var bySMS: String
    var byMail: String
    var byPassword: String
    var byPasskey: String
    var enrolTitle: String
    var enrolLead: String
    var enrolKey: String
    var enrolCode: String
    var cannotEnrol: String
    var passkeyTitle: String
    var passkeyLead: String
    var usePasskey: String
    var addPasskeyTitle: String
    var addPasskeyLead: String
    var addPasskey: String
    var withoutPasskey: String
    var passkeyFailed: String
    var next: String

    var signedOutTitle: String
    var signedOutLead: String
    var errorTitle: String
    var errorLead: String
    var errorAdvice: String
    var redirectMismatch: String
    var invalidClient: String
    var invalidRequest: String
    var notFoundTitle: String
    var formExpired: String
    var loginUnavailable: String
    var signUpUnavailable: String
    var errorCode: String
    var client: String
    var attributes: [String: String]
    var errors: [String: String]
}

extension HostedText {
    static let all = [english, korean]

    /// By `lang`, else by what the browser prefers, else English.
    static func chosen(lang: String?, accept: String?) -> HostedText {
        if let lang, let text = text(for: lang) { return text }
        var best: (text: HostedText, weight: Double)?
        for part in (accept ?? "").split(separator: ",").prefix(20) {
            let fields = part.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let tag = fields.first, let text = text(for: tag) else { continue }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > best?.weight ?? 0 { best = (text, weight) }
        }
        return best?.text ?? english
    }

    private static func text(for tag: String) -> HostedText? {
        let language = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        return all.first { $0.code == language }
    }

    /// A failure in the page's language; AWS's own sentence where there is none of ours.
    func sentence(_ code: String, _ message: String) -> String {
        errors[message] ?? errors[code] ?? message
    }

    func label(ofAttribute name: String) -> String {
        attributes[name] ?? (name.hasPrefix("custom:") ? String(name.dropFirst(7)) : name)
    }
}
