import DynamoDBModel
import FoundationEssentials
import ServiceKit
import Storage
import Wire

/// DynamoDB: tables with their indexes, items read and written under conditions, all in the house's store.
package struct DynamoDB: Service {
    package let model = ServiceModel.dynamoDB

    let store: any KeyValueStore
    let clock: any Clock
    let accounts: Accounts
    let randomness: any Randomness
    let principals: any BindsPrincipals
    let objects: any KeepsObjects
    let incarnations: IncarnationNumbers
    let changeClock: ChangeClock
    /// Rung where there is work behind the requests.
    let jobBell = Bell()

    package init(
        store: any KeyValueStore, clock: any Clock, accounts: Accounts, principals: any BindsPrincipals,
        objects: any KeepsObjects, randomness: any Randomness
    ) {
        self.store = store
        self.clock = clock
        self.accounts = accounts
        self.principals = principals
        self.objects = objects
        self.randomness = randomness
        incarnations = IncarnationNumbers(clock: clock)
        changeClock = ChangeClock(clock)
    }

    /// The tags of a table, for conditions.
    package func tags(ofResource arn: String) async throws -> [String: String] {
        guard let place = TableAddress(arn: arn) else { return [:] }
        return try await store.read { snapshot in
            try snapshot.find(Table.self, Table.key(place.accountID, place.region, place.name))?.tags ?? [:]
        }
    }
}
