import CloudTrailModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// CloudTrail: who did what, when and from where. It hears of every request; management events go into a log
/// of JSON lines and can be looked up for ninety days.
package struct CloudTrail: Service, HearsOfRequests {
    package let model = ServiceModel.cloudTrail

    let store: any KeyValueStore
    let paging: PagingTokens
    let clock: any Clock
    private let accounts: Accounts
    private let randomness: any Randomness
    let journal: WriteBehind<EventRecord>
    /// Events of those who need no key wait apart, and few: however many they send, they displace nobody else's.
    let openJournal: WriteBehind<EventRecord>
    private let sequence = EventSequence()

    /// - Parameters:
    ///   - store: one for what is written behind the answers, not the store of the state.
    ///   - log: where the events go as JSON lines; nil keeps no log.
    package init(
        store: any KeyValueStore, sealer: Sealer, accounts: Accounts, clock: any Clock, randomness: any Randomness,
        log: JSONLinesFile?
    ) {
        self.store = store
        self.clock = clock
        self.accounts = accounts
        self.randomness = randomness
        paging = PagingTokens(sealer)
        let storage = EventStorage(store: store, clock: clock)
        let write = { @Sendable (events: [EventRecord], dropped: Int) in
            if dropped > 0 { log?.appendWaiting(Array("{\"droppedEvents\":\(dropped)}".utf8)) }
            for event in events { log?.appendWaiting(event.json.serialized()) }
            await storage.write(events)
        }
        journal = WriteBehind(limit: 4096, write: write)
        openJournal = WriteBehind(limit: 256, write: write)
    }

    package func hear(_ report: RequestReport) {
        // Whoever could not prove who they are has done nothing in any account.
        guard report.caller != nil, EventKind(report.operation, of: report.service) == .management else { return }
        let event = EventRecord(
            report, id: randomness.uuid(), sequence: sequence.next(), standardAccount: accounts.standard.id)
        (event.isSigned ? journal : openJournal).add(event)
    }

    package func start() {
        journal.start()
        openJournal.start()
    }

    package func stop() {
        journal.stop()
        openJournal.stop()
    }

    /// Writes what still waits.
    package func finish() async {
        await journal.flush()
        await openJournal.flush()
    }
}
