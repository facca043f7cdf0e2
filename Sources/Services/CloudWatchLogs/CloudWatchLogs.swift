import CloudWatchLogsModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// CloudWatch Logs: groups, their streams, and the events in them, in the order of their times.
package struct CloudWatchLogs: Service {
    package let model = ServiceModel.cloudWatchLogs

    let store: any KeyValueStore
    let clock: any Clock
    let authorizer: any Authorizes
    let randomness: any Randomness
    let paging: PagingTokens
    let settings: LogsSettings
    let incarnations: IncarnationNumbers
    let accounts: Accounts

    /// - Parameter store: groups and events stand in one store, so that an event is in a group that is there. It need not
    ///   be the store of the state.
    package init(
        store: any KeyValueStore, sealer: Sealer, accounts: Accounts, authorizer: any Authorizes, clock: any Clock,
        randomness: any Randomness, settings: LogsSettings = LogsSettings()
    ) {
        self.store = store
        self.clock = clock
        self.authorizer = authorizer
        self.randomness = randomness
        self.settings = settings
        self.accounts = accounts
        paging = PagingTokens(sealer)
        incarnations = IncarnationNumbers(clock: clock)
    }

    /// The tags of a group, which its streams share.
    package func tags(ofResource arn: String) async throws -> [String: String] {
        guard let address = LogGroupAddress(arn: arn), !address.name.isEmpty else { return [:] }
        return try await store.read { snapshot in try snapshot.group(address)?.tags ?? [:] }
    }
}
