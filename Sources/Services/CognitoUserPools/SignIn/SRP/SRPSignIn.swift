import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// USER_SRP_AUTH: the password is proven without being sent.
extension CognitoUserPools {
    /// Answers SRP_A with the server's number, the salt and the block to be signed.
    func beginSRP(
        _ parameters: [String: String], _ session: AuthSession, _ user: User?, _ pool: UserPool, _ call: Call
    ) async throws -> SignInStep {
        let text = try parameter("SRP_A", parameters)
        guard let clientPublic = Hexadecimal.decode(text, limit: 400), clientPublic.contains(where: { $0 != 0 }) else {
            throw ServiceError.invalidParameter("SRP_A is not a number of the group.")
        }
        let stored = try srpVerifier(of: user, name: session.name, in: pool)
        let secret = randomness.bytes(SRPExchange.secretBytes)
        let serverPublic = try await compute {
            try SRPExchange.serverPublic(secret: secret, verifier: stored.verifier)
        }
        let block = SRPSecretBlock(
            session: session.asking(ChallengeNameType.passwordVerifier.rawValue, randomness), secret: secret,
            clientPublic: clientPublic, serverPublic: serverPublic)
        let name = shownName(of: user, session.name, in: pool)
        return .challenge(
            .passwordVerifier, session: try block.session.sealed(seals.authSession),
            parameters: [
                "SALT": Hexadecimal.encode(SRPExchange.signed(stored.salt)),
                "SECRET_BLOCK": Data(try block.sealed(seals.authSession)).base64EncodedString(),
                "SRP_B": Hexadecimal.encode(serverPublic), "USERNAME": name, "USER_ID_FOR_SRP": name,
            ])
    }

    /// PASSWORD_VERIFIER: the client's signature over the block, under the key both have reckoned.
    func answerPasswordVerifier(
        _ responses: [String: String], session given: String?, _ context: SignInContext
    ) async throws -> SignInStep {
        let (pool, client, call) = (context.pool, context.client, context.call)
        let proof = try SRPProof(responses)
        guard let block = SRPSecretBlock(proof.secretBlock, seals.authSession),
            block.session.challenge == ChallengeNameType.passwordVerifier.rawValue
        else { throw ServiceError.wrongPassword }
        try checkSession(block.session, pool, client, call)
        if let given {
            let open = try openSession(given, .passwordVerifier, context)
            guard open.id == block.session.id else { throw Self.invalidSession }
        }
        let name = try signInName(responses)
        try checkSecretHash(responses["SECRET_HASH"], of: client, names: [name])
        let user = try await store.read { try $0.user(name, in: pool) }
        guard user?.sub ?? "" == block.session.sub, user?.passwordCount ?? 0 == block.session.passwordCount else {
            throw ServiceError.wrongPassword
        }
        let account = attemptsName(user, block.session.name, in: pool)
        let proven = try await attempts.judge(
            account, at: call.time, refusal: ServiceError.passwordAttemptsExceeded
        ) { try await judge(proof, block, user, pool) }
        var session = block.session
        session[.deviceKey] = deviceKey(responses) ?? session[.deviceKey]
        if session[.flow] == AuthFlowType.customAuth.rawValue {
            let result = Self.result(ChallengeNameType.passwordVerifier.rawValue, isRight: true, metadata: nil)
            return try await continueCustom(Self.results(of: session) + [result], responses, session, proven, context)
        }
        return try await passwordProven(proven, session, context)
    }

    private func judge(
        _ proof: SRPProof, _ block: SRPSecretBlock, _ user: User?, _ pool: UserPool
    ) async throws -> User {
        guard spentSessions.spend(block.session.id) else { throw ServiceError.wrongPassword }
        let stored = try srpVerifier(of: user, name: block.session.name, in: pool)
        let key = try await compute {
            try SRPExchange.key(
                clientPublic: block.clientPublic, serverPublic: block.serverPublic, verifier: stored.verifier,
                secret: block.secret)
        }
        guard let key, let user,
            SRPExchange.isSigned(
                proof.signature, by: key, group: pool.srpName, name: user.username, secretBlock: proof.secretBlock,
                timestamp: proof.timestamp), user.srp != nil
        else { throw ServiceError.wrongPassword }
        return user
    }

    /// What a password's verifier is made of; computed beside the hash, off the event loops.
    func srpVerifier(
        of password: String, _ username: String, in pool: UserPool
    ) async throws -> SRPVerifier {
        let salt = randomness.bytes(SRPVerifier.saltBytes)
        let verifier = try await compute {
            try SRPExchange.verifier(
                exponent: SRPExchange.exponent(salt: salt, group: pool.srpName, name: username, password: password))
        }
        return try sealedVerifier(verifier, salt: salt, in: pool)
    }

    func sealedVerifier(_ verifier: [UInt8], salt: [UInt8], in pool: UserPool) throws -> SRPVerifier {
        SRPVerifier(salt: salt, sealed: try seals.atRest.seal(verifier, context: Self.srpContext(pool, salt)))
    }

    func openedVerifier(_ srp: SRPVerifier, in pool: UserPool) throws -> [UInt8] {
        try seals.atRest.open(srp.sealed, context: Self.srpContext(pool, srp.salt))
    }

    /// The user's verifier. Who has none gets one nobody knows a password for, always the same, so
    /// that neither answers nor times tell who exists.
    private func srpVerifier(
        of user: User?, name: String, in pool: UserPool
    ) throws -> (salt: [UInt8], verifier: [UInt8]) {
        guard let srp = user?.srp else {
            let salt = Array(decoy.bytes("salt \(pool.id) \(pool.folded(name))").prefix(SRPVerifier.saltBytes))
            return (salt, (0..<12).flatMap { decoy.bytes("verifier \($0) \(pool.id) \(pool.folded(name))") })
        }
        return (srp.salt, try openedVerifier(srp, in: pool))
    }

    private static func srpContext(_ pool: UserPool, _ salt: [UInt8]) -> [UInt8] { Array(pool.id.utf8) + salt }
}

/// What a client sends to prove a password or a device's secret.
struct SRPProof {
    let secretBlock: [UInt8]
    let signature: [UInt8]
    let timestamp: String

    init(_ responses: [String: String]) throws {
        let names = ["PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"]
        for name in names where responses[name, default: ""].isEmpty {
            throw ServiceError.invalidParameter("Missing required parameter \(name)")
        }
        guard let block = Data(base64Encoded: responses[names[0]] ?? ""),
            let signature = Data(base64Encoded: responses[names[1]] ?? "")
        else { throw ServiceError.invalidParameter("Invalid format for \(names[0]) or \(names[1])") }
        secretBlock = [UInt8](block)
        self.signature = [UInt8](signature)
        timestamp = responses[names[2]] ?? ""
        guard SRPTimestamp.isWellFormed(timestamp) else {
            throw ServiceError.invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
        }
    }
}

/// `Sat Nov 21 06:31:55 UTC 2026`: the time as every client writes it.
enum SRPTimestamp {
    private static let days: Set<Substring> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months: Set<Substring> = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func isWellFormed(_ text: String) -> Bool {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, text.utf8.count <= 40, days.contains(parts[0]), months.contains(parts[1]),
            let day = Int(parts[2]), (1...31).contains(day), Int(parts[5]) != nil
        else { return false }
        let clock = parts[3].split(separator: ":")
        return clock.count == 3 && clock.allSatisfy { $0.count == 2 && Int($0) != nil }
    }
}

extension UserPool {
    /// What SRP calls the pool: its id without the region.
    var srpName: String { String(id.drop { $0 != "_" }.dropFirst()) }
}
