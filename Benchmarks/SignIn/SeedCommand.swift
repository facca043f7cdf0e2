import ArgumentParser
import CognitoUserPools
import FoundationEssentials
import Server
import Wire

/// Fills a data folder with a pool of many users who share one password hash, since hashing a million
/// passwords would take hours.
struct SeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "seed")

    @Option(help: "The data folder; no server may use it.")
    var data: String

    @Option(help: "The pool's id; its client is called after it.")
    var pool: String

    @Option(help: "How many.")
    var users: Int

    private static let batch = 10_000

    func run() async throws {
        let store = try OfflineStore(dataFolder: data)
        defer { store.end() }
        let client = pool.lowercased().filter { $0.isLetter || $0.isNumber }
        try await store.importSeed(
            document(
                users: [user(0, ["Password": "Correct-horse-7"])],
                clients: [
                    [
                        "ClientId": .string(client), "ClientName": "bench",
                        "ExplicitAuthFlows": [
                            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH",
                        ],
                    ]
                ]))
        let shared = try await store.passwordMembers(ofUser: "user-0", pool: pool)
        for start in stride(from: 1, to: users, by: Self.batch) {
            let numbers = start..<min(users, start + Self.batch)
            try await store.importSeed(document(users: numbers.map { user($0, shared) }, clients: []))
        }
        print(client)
    }

    private func document(users: [JSONValue], clients: [JSONValue]) -> JSONValue {
        [
            "userPools": [
                [
                    "pool": ["Id": .string(pool), "PoolName": "bench"], "clients": .array(clients),
                    "users": .array(users),
                ]
            ]
        ]
    }

    private func user(_ number: Int, _ password: [String: JSONValue]) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("Username", .string("user-\(number)")),
            .init("Attributes", ["email": .string("user-\(number)@example.com"), "email_verified": "true"]),
        ]
        members += password.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
        return .object(members)
    }
}
