import Crypto
import DynamoDBModel
import FoundationEssentials
import PartiQL
import ServiceKit
import Storage

/// The statements of a transaction, all of which read or all of which write.
struct StatementTransaction: Sendable {
    private let statements: [BoundStatement]
    private let texts: [String]
    private let onFailure: [ReturnValuesOnConditionCheckFailure?]

    init(_ input: ExecuteTransactionRequest, _ call: Call) throws {
        statements = try input.transactStatements.enumerated().map { number, statement in
            try Self.naming(number) {
                try BoundStatement(
                    statement.statement, statement.parameters, accountID: call.accountID, call.region)
            }
        }
        texts = input.transactStatements.map(\.statement)
        onFailure = input.transactStatements.map(\.returnValuesOnConditionCheckFailure)
        guard Set(statements.map(\.isRead)).count == 1 else {
            throw ServiceError.validation(
                "ExecuteTransaction API does not support both read and write operations in the same request.")
        }
    }

    var isRead: Bool { statements[0].isRead }

    /// The same for the same statements with the same values.
    var digest: Data {
        var hash = SHA256()
        for (text, bound) in zip(texts, statements) {
            hash.update(data: StatementToken.digest(text, bound.parameters))
        }
        return Data(hash.finalize())
    }

    /// What is wrong with a statement, and not with what it finds, is said of all of them.
    private static func naming<Value>(_ number: Int, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ServiceError where error.code == "ValidationException" {
            throw ServiceError.validation("Validation failed in TransactStatements[\(number)]: \(error.message)")
        }
    }

    /// For each statement its table, once those whose tables are there are found to make sense.
    private func tables<Checked>(
        _ snapshot: some Snapshot, _ check: (BoundStatement, Table) throws -> Checked
    ) throws -> [(table: Table, checked: Checked)] {
        var found: [(table: Table, checked: Checked)?] = []
        for (number, bound) in statements.enumerated() {
            let table: Table
            do {
                table = try snapshot.requireTable(bound.address)
            } catch let error as ServiceError where error.code == ServiceError.resourceNotFound.code {
                found.append(nil)
                continue
            }
            found.append((table, try Self.naming(number) { try check(bound, table) }))
        }
        guard found.allSatisfy({ $0 != nil }) else {
            throw CancellationReason.error(
                found.map { $0 == nil ? CancellationReason(ServiceError.resourceNotFound) : nil })
        }
        return found.compactMap(\.self)
    }
}

extension StatementTransaction {
    /// Of one moment, each item once.
    func read(_ snapshot: some Snapshot, _ wanted: ReturnConsumedCapacity?) throws -> ExecuteTransactionResponse {
        let reads = try tables(snapshot) { bound, table in
            guard case .select(let select) = bound.statement else { throw ServiceError.existsOutsideTransaction }
            guard select.source.index == nil else {
                throw ServiceError.validation("Reads on indices are not supported within transactions.")
            }
            return try SingleRead(select, bound, table, in: "ExecuteTransaction")
        }
        let keys = try Self.keys(reads.map { read in { try read.table.key(given: read.checked.key) } })
        var answer = ExecuteTransactionResponse(responses: [])
        var consumed: [ConsumedCapacity] = []
        var bytes = 0
        for (read, key) in zip(reads, keys) {
            let found = try snapshot.item(key)
            bytes += found?.size ?? 0
            guard bytes <= ItemLimits.transactionBytes else { throw ServiceError.transactionTooLarge }
            answer.responses?.append(ItemResponse(item: try found.map { try $0.row(read.checked.columns) }))
            if let capacity = ConsumedCapacity(readingInTransaction: found?.size ?? 0, of: read.table, wanted) {
                consumed.append(capacity)
            }
        }
        answer.consumedCapacity = consumed.told(wanted)
        return answer
    }

    /// Or throws with a reason for each; what was written by then is undone with the commit.
    func write(_ transaction: any Transaction, _ origin: ChangeOrigin) throws -> [ItemWrite.Outcome] {
        let writes = try prepared(transaction)
        var outcomes: [ItemWrite.Outcome] = []
        var reasons: [CancellationReason?] = []
        for (number, write) in writes.enumerated() {
            do {
                outcomes.append(try transaction.perform(write.write, origin))
                reasons.append(nil)
            } catch let failure as ItemWrite.ConditionFailure {
                var reason = CancellationReason(write.isInsert ? .duplicateItem : .conditionFailed)
                if !write.isInsert, onFailure[number] == .allOld { reason?.item = failure.item }
                reasons.append(reason)
            } catch let error as ServiceError where error.isOfAction {
                reasons.append(CancellationReason(error))
            }
        }
        guard reasons.allSatisfy({ $0 == nil }) else { throw CancellationReason.error(reasons) }
        let bytes = outcomes.reduce(0) { $0 + ($1.newStored?.size ?? 0) }
        guard bytes <= ItemLimits.transactionBytes else { throw ServiceError.transactionTooLarge }
        return outcomes
    }

    /// A transaction that was done reads what it wrote.
    func repeated(_ snapshot: some Snapshot, _ wanted: ReturnConsumedCapacity?) throws -> [ConsumedCapacity]? {
        try statements.compactMap { bound in
            let table = try snapshot.requireTable(bound.address)
            guard let write = try? StatementWrite(bound, table), let key = try? table.key(of: write.write) else {
                return nil
            }
            return ConsumedCapacity(readingInTransaction: try snapshot.item(key)?.size ?? 0, of: table, wanted)
        }.told(wanted)
    }

    private func prepared(_ snapshot: some Snapshot) throws -> [StatementWrite] {
        let writes = try tables(snapshot) { bound, table -> StatementWrite? in
            guard bound.statement.returning == nil else {
                throw ServiceError.validation("RETURNING clause is not supported in ExecuteTransaction.")
            }
            do {
                return try StatementWrite(bound, table)
            } catch is UnknownItem {
                return nil
            }
        }
        _ = try Self.keys(
            writes.map { write in
                {
                    guard let checked = write.checked else { throw ServiceError.keyMismatch }
                    return try write.table.key(of: checked.write)
                }
            })
        return writes.compactMap(\.checked)
    }

    /// Keys that are not of their tables cancel the transaction, before the same one twice is refused.
    private static func keys(_ all: [() throws -> ItemKey]) throws -> [ItemKey] {
        var keys: [ItemKey] = []
        var reasons: [CancellationReason?] = []
        for key in all {
            do {
                keys.append(try key())
                reasons.append(nil)
            } catch let error as ServiceError where error.code == "ValidationException" {
                reasons.append(CancellationReason(error))
            }
        }
        guard reasons.allSatisfy({ $0 == nil }) else { throw CancellationReason.error(reasons) }
        guard Set(keys).count == keys.count else {
            throw ServiceError.repeatedItem
        }
        return keys
    }
}

extension CancellationReason {
    /// By the short names that reasons have.
    fileprivate init?(_ error: ServiceError) {
        let code = error.code == "ValidationException" ? "ValidationError" : error.code.replacing("Exception", with: "")
        self.init(code: code, message: error.message)
    }
}
