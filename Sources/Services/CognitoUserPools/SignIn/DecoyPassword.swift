import PasswordHashing
import Synchronization

/// A hash nobody knows the password of, so that an unknown user costs as much time as a known one.
final class DecoyPassword: Sendable {
    private let passwords: PasswordHashing
    private let hash = Mutex<String?>(nil)

    init(passwords: PasswordHashing) { self.passwords = passwords }

    func current() async throws -> String {
        if let known = hash.withLock({ $0 }) { return known }
        let made = try await passwords.hash("no user has this password")
        hash.withLock { $0 = made }
        return made
    }
}
