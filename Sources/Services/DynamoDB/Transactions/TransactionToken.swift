import FoundationEssentials
import ServiceKit
import Storage

/// A client's token of a transaction that was done: within ten minutes the same one is not done again.
struct TransactionToken: Record, Codable {
    static let table = TableID.dynamoTransactions
    private static let lifetime: TimeInterval = 600

    var accountID: String
    var region: String
    var token: String
    var digest: Data
    var ends: Date

    init(accountID: String, region: String, token: String, digest: Data, time: Date) {
        self.accountID = accountID
        self.region = region
        self.token = token
        self.digest = digest
        ends = time.addingTimeInterval(Self.lifetime)
    }

    var key: Key { Key(table: .dynamoTransactions).text(accountID).text(region).text(token) }
    var expiresAt: Date? { ends }
}

extension Snapshot {
    func isRepeated(_ token: TransactionToken, at now: Date) throws -> Bool {
        guard let known: TransactionToken = try find(token.key), known.ends > now else { return false }
        guard known.digest == token.digest else {
            throw ServiceError(
                "IdempotentParameterMismatchException",
                "The request uses the same client token as a previous, but non-identical request.", status: 400)
        }
        return true
    }
}
