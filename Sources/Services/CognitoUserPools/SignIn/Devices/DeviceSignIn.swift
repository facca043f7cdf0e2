import CognitoUserPoolsModel
import Crypto
import FoundationEssentials
import ServiceKit
import Storage

/// Devices at sign-in: a remembered one proves itself by SRP, a new one gets its name.
extension CognitoUserPools {
    /// DEVICE_SRP_AUTH, where the sign-in comes from a device that is remembered. It stands in the
    /// place of a second factor.
    func deviceChallenge(
        _ user: User, _ session: AuthSession, _ context: SignInContext
    ) async throws -> SignInStep? {
        guard context.pool.settings.device != nil, let key = session[.deviceKey] else { return nil }
        guard let device = try await device(key, of: user), device.isRemembered else { return nil }
        let step = try challenge(
            .deviceSrpAuth, session, user, ["USERNAME": user.username, "DEVICE_KEY": device.deviceKey])
        if case .challenge(_, let text, _) = step {
            waitingDevices[Self.waitingName(user.username, device.deviceKey, context)] = text
        }
        return step
    }

    /// Some clients answer DEVICE_SRP_AUTH without the session they were given: the one that waits for
    /// that user, device, client and address is meant, once.
    func waitingDeviceSession(_ responses: [String: String], _ context: SignInContext) -> String? {
        guard let user = responses["USERNAME"], let device = responses["DEVICE_KEY"] else { return nil }
        let name = Self.waitingName(user, device, context)
        defer { waitingDevices[name] = nil }
        return waitingDevices[name]
    }

    private static func waitingName(_ username: String, _ device: String, _ context: SignInContext) -> String {
        [context.client.id, context.call.client.address, device, username].joined(separator: " ")
    }

    func device(_ key: String, of user: User) async throws -> RememberedDevice? {
        guard key.utf8.count <= 55 else { return nil }
        return try await store.read { snapshot in
            try snapshot.find(RememberedDevice.self, RememberedDevice.key(user.poolID, user.sub, key))
        }
    }

    /// The answer to DEVICE_SRP_AUTH: the device's SRP_A, and back the server's number.
    func answerDeviceSRP(
        _ responses: [String: String], _ session: AuthSession, _ user: User?, _ context: SignInContext
    ) async throws -> SignInStep {
        let user = try present(user)
        let text = try parameter("SRP_A", responses)
        guard let clientPublic = Hexadecimal.decode(text, limit: 400), clientPublic.contains(where: { $0 != 0 }) else {
            throw ServiceError.invalidParameter("SRP_A is not a number of the group.")
        }
        let device = try await sessionDevice(session, user)
        let verifier = try open(device)
        let secret = randomness.bytes(SRPExchange.secretBytes)
        let serverPublic = try await compute { try SRPExchange.serverPublic(secret: secret, verifier: verifier) }
        try spend(session)
        let block = SRPSecretBlock(
            session: session.asking(ChallengeNameType.devicePasswordVerifier.rawValue, randomness), secret: secret,
            clientPublic: clientPublic, serverPublic: serverPublic)
        return .challenge(
            .devicePasswordVerifier, session: try block.session.sealed(seals.authSession),
            parameters: [
                "SALT": Hexadecimal.encode(SRPExchange.signed(device.salt)),
                "SECRET_BLOCK": Data(try block.sealed(seals.authSession)).base64EncodedString(),
                "SRP_B": Hexadecimal.encode(serverPublic), "USERNAME": user.username,
                "DEVICE_KEY": device.deviceKey,
            ])
    }

    /// DEVICE_PASSWORD_VERIFIER
    func answerDeviceVerifier(_ responses: [String: String], _ context: SignInContext) async throws -> SignInStep {
        let proof = try SRPProof(responses)
        guard let block = SRPSecretBlock(proof.secretBlock, seals.authSession),
            block.session.challenge == ChallengeNameType.devicePasswordVerifier.rawValue
        else { throw Self.invalidSession }
        try checkSession(block.session, context.pool, context.client, context.call)
        let name = try signInName(responses)
        try checkSecretHash(responses["SECRET_HASH"], of: context.client, names: [name])
        let found = try await store.read { try $0.user(name, in: context.pool) }
        guard let user = found, user.sub == block.session.sub, user.passwordCount == block.session.passwordCount else {
            throw Self.invalidSession
        }
        guard user.enabled else { throw ServiceError.userDisabled }
        try spend(block.session)
        let device = try await sessionDevice(block.session, user)
        let verifier = try open(device)
        let key = try await compute {
            try SRPExchange.key(
                clientPublic: block.clientPublic, serverPublic: block.serverPublic, verifier: verifier,
                secret: block.secret)
        }
        guard let key,
            SRPExchange.isSigned(
                proof.signature, by: key, group: DeviceKeys.groupKey(of: device.deviceKey), name: device.deviceKey,
                secretBlock: proof.secretBlock, timestamp: proof.timestamp)
        else { throw ServiceError.wrongPassword }
        try await noteUse(of: device, context.call)
        var step = try await deviceProven(user, block.session, context)
        if case .signedIn(var signedIn) = step {
            signedIn.source = .authenticateDevice
            step = .signedIn(signedIn)
        }
        return step
    }

    /// A remembered device stands for the second factor where the pool asks only new devices for one.
    private func deviceProven(
        _ user: User, _ session: AuthSession, _ context: SignInContext
    ) async throws -> SignInStep {
        if context.pool.settings.device?.challengeRequiredOnNewDevice != true,
            let step = try await secondFactorChallenge(user, session, context)
        {
            return step
        }
        return try await signedIn(user, session, context)
    }

    private func sessionDevice(_ session: AuthSession, _ user: User) async throws -> RememberedDevice {
        guard let key = session[.deviceKey], let device = try await device(key, of: user), device.isRemembered else {
            throw ServiceError(CognitoUserPoolsErrors.resourceNotFound, "Device does not exist.")
        }
        return device
    }

    private func noteUse(of device: RememberedDevice, _ call: Call) async throws {
        try await store.write { transaction in
            guard var current = try transaction.find(RememberedDevice.self, device.key) else { return }
            current.authenticatedAt = call.time
            current.lastAddress = call.client.address
            try transaction.save(current)
        }
    }

    func seal(deviceVerifier: [UInt8], _ key: String) throws -> [UInt8] {
        try seals.atRest.seal(deviceVerifier, context: Array("device \(key)".utf8))
    }

    private func open(_ device: RememberedDevice) throws -> [UInt8] {
        try seals.atRest.open(device.sealedVerifier, context: Array("device \(device.deviceKey)".utf8))
    }

    /// The device of a finished sign-in: the one it named, or a name for a new one.
    func usedDevice(
        of user: User, _ session: AuthSession, _ context: SignInContext
    ) async throws -> (key: String?, isNew: Bool, metadata: NewDeviceMetadataType?) {
        guard context.pool.settings.device != nil else { return (nil, false, nil) }
        if let key = session[.deviceKey], try await device(key, of: user) != nil { return (key, false, nil) }
        let key = "\(context.pool.region)_\(randomness.uuid())"
        return (key, true, NewDeviceMetadataType(deviceKey: key, deviceGroupKey: DeviceKeys.groupKey(of: key)))
    }
}

enum DeviceKeys {
    /// The group key belongs to the device key for good, so that it need not be kept.
    static func groupKey(of deviceKey: String) -> String {
        "-" + Hexadecimal.encode(SHA256.hash(data: Array("group \(deviceKey)".utf8)).prefix(4))
    }
}
