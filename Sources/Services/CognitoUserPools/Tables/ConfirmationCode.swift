import FoundationEssentials
import Storage

/// The last code sent to a user for one purpose, and how often codes were sent and guessed lately.
struct ConfirmationCode: Record, Codable {
    static let table = TableID.confirmationCodes

    enum Purpose: String, Codable, Sendable, CaseIterable {
        case signUp, forgotPassword, verifyEmail, verifyPhoneNumber
        /// One-time codes of a sign-in. Sessions end sooner than a quarter of an hour.
        case firstFactor, secondFactor

        /// AWS's: a day to confirm or verify, an hour to reset.
        var validity: TimeInterval {
            switch self {
            case .signUp, .verifyEmail, .verifyPhoneNumber: 86_400
            case .forgotPassword: 3600
            case .firstFactor, .secondFactor: 900
            }
        }

        static func verification(of attribute: String) -> Purpose {
            attribute == "email" ? .verifyEmail : .verifyPhoneNumber
        }
    }

    var poolID: String
    var sub: String
    var purpose: Purpose
    var sealedCode: [UInt8]
    /// What the code proves: `email` or `phone_number`, with the value it was sent to.
    var attribute: String
    var destination: String
    var validUntil: Date
    /// Sends and wrong guesses are counted by the hour.
    var windowStart: Date
    var sends: Int
    var failures: Int
    /// The destination is to become the user's address once it is verified.
    var isPending: Bool?

    static let window: TimeInterval = 3600
    /// Who signs in by codes may do so more often than anybody forgets a password.
    static func maxSends(_ purpose: Purpose) -> Int {
        purpose == .firstFactor || purpose == .secondFactor ? 30 : 10
    }
    static let maxFailures = 10

    var key: Key { Self.key(poolID, sub, purpose) }
    var expiresAt: Date? { max(validUntil, windowStart.addingTimeInterval(Self.window)) }
    static func key(_ poolID: String, _ sub: String, _ purpose: Purpose) -> Key {
        Key(table: .confirmationCodes).text(poolID).text(sub).text(purpose.rawValue)
    }
}
