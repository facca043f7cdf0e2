import CognitoUserPoolsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Makes pools, clients, groups, users and domains from one document. What is there already stays as
/// it is, so that the same seed may be imported again.
///
/// Pools, clients and the like are written as AWS's own requests have them, with fixed ids beside.
extension CognitoUserPools {
    package func importSeed(_ document: JSONValue, account: Account) async throws -> SeedReport {
        var report = SeedReport()
        for (index, pool) in (document["userPools"]?.array ?? []).enumerated() {
            let place = "userPools[\(index)]"
            do {
                try await importPool(pool, place, account, &report)
            } catch let error as ServiceError { throw SeedFailure(place, "\(error.code): \(error.message)") }
        }
        return report
    }

    private func importPool(
        _ seed: JSONValue, _ place: String, _ account: Account, _ report: inout SeedReport
    ) async throws {
        guard let description = seed["pool"] else { throw SeedFailure(place, "pool is missing") }
        guard let id = description["Id"]?.string, SeedNames.isPoolID(id) else {
            throw SeedFailure(place, "pool.Id must be a region, an underscore, and letters or digits")
        }
        let call = SeedCall.make(account, region: IssuerNames.region(ofPool: id), at: clock.now)
        if try await store.read({ try $0.find(UserPool.self, UserPool.key(id)) }) == nil {
            try await requireSwept(id, place)
            let input: CreateUserPoolRequest = try SeedCall.decode(description, place + ".pool")
            _ = try await makeUserPool(input, id: id, call)
            if let mfa = seed["mfa"] {
                let settings: SetUserPoolMfaConfigRequest = try SeedCall.decode(
                    SeedStep(poolID: id, seed: seed, place: place, call: call).of(mfa), place + ".mfa")
                _ = try await setUserPoolMfaConfig(settings, call)
            }
            report.count("pools")
        } else {
            report.present += 1
        }
        let step = SeedStep(poolID: id, seed: seed, place: place, call: call)
        try await importParts(step, &report)
        try await importClients(step, &report)
        try await importUsers(step, &report)
    }

    /// In the order in which one needs the other.
    private func importParts(_ step: SeedStep, _ report: inout SeedReport) async throws {
        try await each("domains", step, &report) { value, place in
            let input: CreateUserPoolDomainRequest = try SeedCall.decode(value, place)
            let isThere = try await store.read { try $0.domain(named: input.domain)?.poolID == input.userPoolId }
            if !isThere { _ = try await createUserPoolDomain(input, step.call) }
            return !isThere
        }
        try await each("resourceServers", step, &report) { value, place in
            let input: CreateResourceServerRequest = try SeedCall.decode(value, place)
            let key = ResourceServer.key(input.userPoolId, input.identifier)
            let isThere = try await store.read { try $0.get(key.bytes) != nil }
            if !isThere { _ = try await createResourceServer(input, step.call) }
            return !isThere
        }
        try await each("identityProviders", step, &report) { value, place in
            let input: CreateIdentityProviderRequest = try SeedCall.decode(value, place)
            let key = IdentityProvider.key(input.userPoolId, input.providerName)
            let isThere = try await store.read { try $0.get(key.bytes) != nil }
            if !isThere { _ = try await createIdentityProvider(input, step.call) }
            return !isThere
        }
        try await each("groups", step, &report) { value, place in
            let input: CreateGroupRequest = try SeedCall.decode(value, place)
            let key = Group.key(input.userPoolId, input.groupName)
            let isThere = try await store.read { try $0.get(key.bytes) != nil }
            if !isThere { _ = try await createGroup(input, step.call) }
            return !isThere
        }
    }

    private func importClients(_ step: SeedStep, _ report: inout SeedReport) async throws {
        try await each("clients", step, &report) { value, place in
            guard let id = value["ClientId"]?.string, SeedNames.isClientID(id) else {
                throw SeedFailure(place, "ClientId must be lower-case letters and digits, at most 128")
            }
            if let there = try await store.read({
                try $0.find(UserPoolClient.self, index: UserPoolClient.index(id))
            }) {
                guard there.poolID == step.poolID else { throw SeedFailure(place, "the client is of another pool") }
                return false
            }
            let input: CreateUserPoolClientRequest = try SeedCall.decode(value, place)
            _ = try await makeUserPoolClient(input, id: id, step.call)
            return true
        }
    }

    private func each(
        _ kind: String, _ step: SeedStep, _ report: inout SeedReport,
        _ make: (JSONValue, String) async throws -> Bool
    ) async throws {
        for (index, value) in (step.seed[kind]?.array ?? []).enumerated() {
            let place = "\(step.place).\(kind)[\(index)]"
            do {
                if try await make(step.of(value), place) { report.count(kind) } else { report.present += 1 }
            } catch let error as ServiceError { throw SeedFailure(place, "\(error.code): \(error.message)") }
        }
    }

    /// So many users are stored by one sync of the disk.
    private static let usersAtOnce = 200

    private func importUsers(_ step: SeedStep, _ report: inout SeedReport) async throws {
        let values = step.seed["users"]?.array ?? []
        let pool = try await pool(step.poolID, step.call)
        for start in stride(from: 0, to: values.count, by: Self.usersAtOnce) {
            var batch: [PreparedUser] = []
            for index in start..<min(values.count, start + Self.usersAtOnce) {
                let place = "\(step.place).users[\(index)]"
                do {
                    let seed = try SeedUser(values[index], place)
                    if let user = try await prepared(seed, in: pool, at: step.call.time) { batch.append(user) }
                } catch let error as ServiceError { throw SeedFailure(place, "\(error.code): \(error.message)") }
            }
            let made = try await store(batch, in: pool)
            if made > 0 { report.made["users", default: 0] += made }
            report.present += min(values.count, start + Self.usersAtOnce) - start - made
        }
    }

    /// Rows of a deleted pool of that id would take the new one's with them.
    private func requireSwept(_ id: String, _ place: String) async throws {
        let isSwept = try await store.read { snapshot in
            try UserPool.childTables.allSatisfy { table in
                let range = Key(table: table).text(id)
                return try snapshot.get(Key(table: .discarded).raw(range.bytes).bytes) == nil
            }
        }
        guard isSwept else {
            throw SeedFailure(place, "a pool of this id was deleted a moment ago; try again in a minute")
        }
    }
}

/// One pool's part of a seed.
struct SeedStep: Sendable {
    let poolID: String
    let seed: JSONValue
    let place: String
    let call: Call

    /// The request a part stands for: of this pool.
    func of(_ value: JSONValue) -> JSONValue {
        .object((value.members ?? []) + [.init("UserPoolId", .string(poolID))])
    }
}

enum SeedNames {
    static func isPoolID(_ id: String) -> Bool {
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        return id.utf8.count <= 55 && parts.count == 2 && parts[0].contains("-")
            && parts[0].utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            && !parts[1].isEmpty && parts[1].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    static func isClientID(_ id: String) -> Bool {
        (1...128).contains(id.utf8.count)
            && id.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}

/// Seeds are read by the same readers and limits as requests.
enum SeedCall {
    static func make(_ account: Account, region: String, at time: Date) -> Call {
        Call(
            requestID: "seed", time: time, caller: .root(account), region: region,
            client: Call.Client(address: "127.0.0.1", isSecure: false, host: "localhost", userAgent: "seed"),
            headers: HeaderFields(), body: EmptyBody())
    }

    static func decode<Input: OperationInput>(_ value: JSONValue, _ place: String) throws -> Input {
        var violations = Violations()
        let input: Input
        do {
            input = try Input.decode(WireRequest(body: value.serialized()), &violations)
        } catch { throw SeedFailure(place, "\(error)") }
        if let reply = ErrorReply(violations, in: .cognitoUserPools) {
            throw SeedFailure(place, reply.message ?? reply.code)
        }
        return input
    }
}
