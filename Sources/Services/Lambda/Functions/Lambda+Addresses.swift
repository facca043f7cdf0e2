import FoundationEssentials
import LambdaModel
import ServiceKit
import Wire

extension Lambda {
    /// The function that an operation names, with the qualifier of its name or of its own.
    func address(
        _ name: String, _ qualifier: String?, _ call: Call, allowingQualifier: Bool = true
    ) throws -> FunctionAddress {
        var address = FunctionAddress(
            name, accountID: call.caller.accountID ?? accounts.standard.id, region: call.region)
        if let qualifier {
            if let own = address.qualifier, own != qualifier { throw ServiceError.qualifierMismatch }
            address.qualifier = qualifier
        }
        if !allowingQualifier, address.qualifier != nil { throw ServiceError.functionsOnly }
        guard address.region == call.region else { throw ServiceError.functionNotFound(address.qualifiedARN) }
        return address
    }

    /// For the permissions of operations, which come before any check.
    static func arn(_ name: String, _ call: Call) -> String { arn(name, nil, call) }

    static func arn(_ name: String, _ qualifier: String?, _ call: Call) -> String {
        guard !name.isEmpty else { return "" }
        var address = FunctionAddress(name, accountID: call.caller.accountID ?? "", region: call.region)
        if let qualifier, !qualifier.isEmpty { address.qualifier = qualifier }
        return address.qualifiedARN
    }

    func newRevision() -> String { UUID.random(randomness).uuidString.lowercased() }

    /// The variables as JSON, in the order of their names.
    static func json(of variables: [String: String]) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            writer.string(value)
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    func seal(_ variables: [String: String]?) throws -> [UInt8]? {
        guard let variables else { return nil }
        return try self.variables.seal(Array(Self.json(of: variables).utf8), context: Self.environmentContext)
    }

    func environment(of version: FunctionVersion) throws -> [String: String]? {
        guard let sealed = version.sealedEnvironment else { return nil }
        let bytes = try variables.open(sealed, context: Self.environmentContext)
        guard case .object(let members) = try JSONValue(parsing: bytes) else { return [:] }
        return members.reduce(into: [:]) { variables, member in
            if case .string(let value) = member.value { variables[member.key] = value }
        }
    }

    private static let environmentContext = Array("function-environment".utf8)

    /// The role must be one that lets Lambda take it on.
    func checkRole(_ roleARN: String, for functionARN: String, _ call: Call) async throws {
        do {
            _ = try await roles.assumeRole(
                ServiceSession(
                    roleARN: roleARN, principal: Self.principal, sessionName: "awslambda", durationSeconds: 900,
                    sourceARN: functionARN, sourceAccount: call.caller.accountID, time: call.time))
        } catch is TrustRefusal { throw ServiceError.roleNotAssumable }
    }
}

extension UUID {
    /// A version 4 UUID of the given randomness.
    static func random(_ randomness: any Randomness) -> UUID {
        var bytes = randomness.bytes(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9],
                bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
            ))
    }
}
