import FoundationEssentials
import IAM
import ServiceKit
import StorageSQLite
import Wire

/// A role with five policies of ten statements in a store of its own, and a call by one of its sessions.
struct BenchmarkRole {
    let iam: IAM
    let call: Call

    private static let account = Account(
        id: "000000000000", name: "bench", email: "bench@localhost", canonicalUserID: String(repeating: "0", count: 64))

    init(in folder: String) async throws {
        let sealer = Sealer(key: [UInt8](repeating: 7, count: 32), generation: "bench")
        iam = IAM(
            store: try SQLiteStore(path: folder + "/state.sqlite"), sealer: sealer,
            accounts: Accounts([Self.account], standard: Self.account), clock: SystemClock(),
            randomness: SystemRandomness())
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"000000000000"},"#
            + #""Action":"sts:AssumeRole"}}"#
        let made = try await Self.form(iam, "CreateRole", ["RoleName": "r", "AssumeRolePolicyDocument": trust])
        for number in 0..<5 {
            let document = AccessBenchmark.policy(number, of: 5)
            try await Self.form(
                iam, "PutRolePolicy", ["RoleName": "r", "PolicyName": "p\(number)", "PolicyDocument": document])
        }
        let id = made.split(separator: "<RoleId>").dropFirst().first?.prefix { $0 != "<" }.description ?? ""
        call = Self.call(
            .role(
                RoleSession(
                    accountID: Self.account.id, roleARN: "arn:aws:iam::000000000000:role/r", roleName: "r", roleID: id,
                    sessionName: "s", issuedAt: Date(), expiresAt: Date(timeIntervalSinceNow: 3600))))
    }

    private static func call(_ caller: Caller) -> Call {
        Call(
            requestID: "request", time: Date(), caller: caller, region: "us-east-1",
            client: Call.Client(address: "127.0.0.1", isSecure: false, host: "localhost", userAgent: "bench"),
            headers: HeaderFields(), body: EmptyBody())
    }

    @discardableResult
    private static func form(_ iam: IAM, _ name: String, _ fields: [String: String]) async throws -> String {
        let pairs = fields.map { "\($0.key)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
        guard let operation = iam.operations.first(where: { $0.model.name == name }) else { return "" }
        let decoded = try operation.decode(
            WireRequest(body: Array("Action=\(name)&\(pairs)".utf8)), call(.root(account)))
        return String(decoding: try await decoded.perform().response.body, as: UTF8.self)
    }
}
