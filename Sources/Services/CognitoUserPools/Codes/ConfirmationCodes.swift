import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// Six-digit codes: made, sent, and checked against guessing.
extension CognitoUserPools {
    func makeCode() -> String { randomness.text(6, from: Alphabet.digits) }

    /// Puts a new code in the place of the last one, within the hour's limit.
    func storeCode(
        _ code: String, for user: User, _ purpose: ConfirmationCode.Purpose, to destination: CodeDestination,
        at time: Date, _ transaction: any Transaction
    ) throws {
        let key = ConfirmationCode.key(user.poolID, user.sub, purpose)
        var record = ConfirmationCode(
            poolID: user.poolID, sub: user.sub, purpose: purpose,
            sealedCode: try seals.atRest.seal(Array(code.utf8), context: key.bytes),
            attribute: destination.attribute, destination: destination.value,
            validUntil: time.addingTimeInterval(purpose.validity), windowStart: time, sends: 1, failures: 0,
            isPending: destination.isPending)
        let previous = try transaction.find(ConfirmationCode.self, key)
        if let previous, time < previous.windowStart.addingTimeInterval(ConfirmationCode.window) {
            guard previous.sends < ConfirmationCode.maxSends(purpose) else { throw ServiceError.limitExceeded }
            record.windowStart = previous.windowStart
            record.sends = previous.sends + 1
            record.failures = previous.failures
        }
        try transaction.replace(previous, with: record)
    }

    enum CodeCheck: Sendable { case right(CodeDestination), wrong, expired, exhausted }

    /// Whether a code would be taken, without counting the guess.
    func isRight(_ given: String, _ stored: ConfirmationCode, at time: Date) throws -> Bool {
        let isOpen =
            stored.failures < ConfirmationCode.maxFailures
            || time >= stored.windowStart.addingTimeInterval(ConfirmationCode.window)
        guard isOpen, time < stored.validUntil else { return false }
        let code = try seals.atRest.open(stored.sealedCode, context: stored.key.bytes)
        return SHA256.hash(data: code) == SHA256.hash(data: Array(given.utf8))
    }

    /// Compares in constant time and counts what was wrong; the caller must let the transaction
    /// stand whatever comes out.
    func checkCode(
        _ given: String, of user: User, _ purpose: ConfirmationCode.Purpose, at time: Date,
        _ transaction: any Transaction
    ) throws -> CodeCheck {
        let key = ConfirmationCode.key(user.poolID, user.sub, purpose)
        guard let stored = try transaction.find(ConfirmationCode.self, key) else { return .expired }
        var record = stored
        if time >= stored.windowStart.addingTimeInterval(ConfirmationCode.window) {
            record.windowStart = time
            record.sends = 0
            record.failures = 0
        }
        guard record.failures < ConfirmationCode.maxFailures else { return .exhausted }
        guard time < stored.validUntil else { return .expired }
        let code = try seals.atRest.open(stored.sealedCode, context: key.bytes)
        let isRight = SHA256.hash(data: code) == SHA256.hash(data: Array(given.utf8))
        guard isRight else {
            record.failures += 1
            try transaction.replace(stored, with: record)
            return .wrong
        }
        try transaction.remove(stored)
        return .right(
            CodeDestination(
                attribute: stored.attribute, value: stored.destination, isPending: stored.isPending == true))
    }

    /// Sends a message; the user it is about stands already.
    func deliver(_ message: OutgoingMessage) async throws {
        do { try await mail.send(message) } catch {
            var failure = ServiceError.codeDeliveryFailure
            failure.cause = error
            throw failure
        }
    }

    /// What a client that must not learn who exists is told about a name nobody has.
    func simulatedDelivery(_ name: String, in pool: UserPool) -> CodeDestination {
        let digest = SHA256.hash(data: Array("\(pool.id) \(name)".utf8))
        let letters = digest.prefix(2).map { String(UnicodeScalar(97 + $0 % 26)) }
        return CodeDestination(attribute: "email", value: "\(letters[0])x@\(letters[1])x")
    }
}

extension ServiceError {
    /// The error for a code that was not right.
    init?(_ check: CognitoUserPools.CodeCheck) {
        switch check {
        case .right: return nil
        case .wrong: self = .codeMismatch
        case .expired: self = .expiredCode
        case .exhausted: self = .limitExceeded
        }
    }
}
