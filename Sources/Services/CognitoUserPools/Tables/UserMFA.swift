import Storage

/// A user's second factors.
struct UserMFA: Sendable, Equatable {
    enum Method: String, Sendable, CaseIterable {
        case sms = "SMS_MFA"
        case email = "EMAIL_OTP"
        case softwareToken = "SOFTWARE_TOKEN_MFA"
    }

    /// Turned on by the user or an administrator, in the order of `Method`.
    var enabled: Set<Method> = []
    var preferred: Method?
    /// The software token's secret, sealed; it answers once it was verified.
    var sealedToken: [UInt8] = []
    var tokenName = ""
    /// The last time step that answered: a code of it or before is used up (RFC 6238, section 5.2).
    var lastTokenStep: UInt64 = 0
    /// A secret that was asked for and not yet verified.
    var sealedPendingToken: [UInt8] = []

    var hasToken: Bool { !sealedToken.isEmpty }

    func write(_ writer: inout RecordWriter) {
        writer.text(Method.allCases.filter(enabled.contains).map(\.rawValue).joined(separator: ","))
        writer.optional(preferred?.rawValue)
        writer.data(sealedToken)
        writer.text(tokenName)
        writer.number(lastTokenStep)
        writer.data(sealedPendingToken)
    }

    init() {}

    init(_ reader: inout RecordReader) throws {
        enabled = Set(try reader.text().split(separator: ",").compactMap { Method(rawValue: String($0)) })
        preferred = try reader.optionalText().flatMap(Method.init)
        sealedToken = Array(try reader.data())
        tokenName = try reader.text()
        lastTokenStep = try reader.number()
        sealedPendingToken = Array(try reader.data())
    }
}
