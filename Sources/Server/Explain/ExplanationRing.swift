import CivilTime
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// Why requests were denied: the last few thousand, on disk, written behind the answers so that denied
/// strangers cannot buy disk syncs.
struct ExplanationRing: HearsOfRequests, FindsExplanations {
    private let store: any KeyValueStore
    private let standardAccount: String
    private let waiting: WriteBehind<RequestReport>

    /// - Parameter kept: the newest explanations that are kept.
    init(store: any KeyValueStore, standardAccount: String, kept: Int) {
        self.store = store
        self.standardAccount = standardAccount
        waiting = WriteBehind(limit: 1024) { reports, _ in
            try? await Self.write(reports.map { Kept($0, standardAccount: standardAccount) }, to: store, kept: kept)
        }
    }

    func start() { waiting.start() }

    func stop() { waiting.stop() }

    /// Writes what still waits.
    func finish() async { await waiting.flush() }

    func hear(_ report: RequestReport) {
        let isDenied = !report.trail.denials.isEmpty
        let isBroken = report.errorCode != nil && report.trail.steps.contains { !$0.isPassed }
        if isDenied || isBroken { waiting.add(report) }
    }

    func explanation(ofRequest id: String) async throws -> StoredExplanation? {
        await waiting.flush()
        guard id.utf8.count <= 64 else { return nil }
        let kept = try await store.read { try $0.find(Kept.self, index: Kept.index(id)) }
        guard let kept, let document = try? JSONValue(parsing: kept.document) else { return nil }
        return StoredExplanation(accountID: kept.accountID, document: document)
    }

    private static func write(_ explanations: [Kept], to store: any KeyValueStore, kept limit: Int) async throws {
        try await store.write { transaction in
            var last: UInt64 = 0
            for var explanation in explanations {
                last = try transaction.append(Kept.positions.bytes, [])
                try transaction.delete(Kept.positions.number(last).bytes)
                explanation.position = last
                try transaction.save(explanation)
            }
            guard last > UInt64(limit) else { return }
            let page: RecordPage<Kept> = try transaction.list(
                prefix: Key(table: Kept.table), limit: explanations.count + 100)
            for old in page.records where old.position <= last - UInt64(limit) { try transaction.remove(old) }
        }
    }
}

/// One explanation as it is stored.
private struct Kept: Record, Codable {
    static let table = TableID.explanations
    /// Explanations of more bytes are told without their policies.
    private static let longest = 64 << 10

    var position: UInt64 = 0
    var requestID: String
    var accountID: String
    var document: String

    var key: Key { Key(table: Self.table).number(position) }
    var indexKeys: [Key] { [Self.index(requestID)] }
    static func index(_ id: String) -> Key { Key(table: .explanationsByRequest).text(id) }
    static let positions = Key(table: .explanationPositions)

    init(_ report: RequestReport, standardAccount: String) {
        requestID = report.requestID
        // Who did not sign has no account: whose pool, role or bucket it was may know.
        accountID =
            report.caller?.accountID ?? report.trail.accountID ?? report.resourceAccount ?? standardAccount
        let whole = ExplanationOfRequest(report).json.serialized()
        let fits = whole.count <= Self.longest
        document = String(
            decoding: fits ? whole : ExplanationOfRequest(report, withPolicies: false).json.serialized(),
            as: UTF8.self)
    }
}
