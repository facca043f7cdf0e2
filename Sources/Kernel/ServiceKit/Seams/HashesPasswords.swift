/// Makes and checks the hashes of passwords, slowly and away from threads that answer requests.
package protocol HashesPasswords: Sendable {
    /// The hash with its salt and cost, as text that `verify` understands.
    func hash(_ password: String) async throws -> String
    /// Compares in constant time.
    func verify(_ password: String, against hash: String) async throws -> Bool
}

/// Stands where passwords are not to be had: none is taken, none is right.
package struct NoPasswords: HashesPasswords {
    package init() {}

    package func hash(_ password: String) async throws -> String {
        throw ServiceError("ServiceFailure", "Passwords are not available.", status: 500)
    }

    package func verify(_ password: String, against hash: String) async throws -> Bool { false }
}
