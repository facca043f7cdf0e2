import FoundationEssentials
import Storage

/// Work on a table's rows that takes longer than a request: done in steps, each a commit that says how far it came, so
/// that a crash only means going on from there.
struct TableJob: Record, Codable {
    static let table = TableID.dynamoJobs

    enum Step: Codable, Sendable {
        /// Copies all items of one number to those of another.
        case copy(from: UInt64, to: UInt64)
        /// Takes back the changes of a log from `first` on, in the items of a copy, the newest first.
        case takeBack(log: UInt64, from: UInt64, in: UInt64)
        /// Writes an index's rows for the items that were there before it.
        case fill(table: TableAddress, incarnation: UInt64, index: UInt64)
        /// Notes when the items go that were there before the attribute was named.
        case noteExpiry(table: TableAddress, incarnation: UInt64)
        /// The restored table is in service.
        case open(table: TableAddress, incarnation: UInt64)
        /// The backup is whole.
        case keep(backup: String)
        /// Puts together what changed between two places of a log.
        case gather(log: UInt64, from: UInt64, below: UInt64, in: UInt64)
        /// An export's rows are together.
        case write(export: String)
    }

    /// Grows, and is never given twice.
    var number: UInt64
    /// What is left to do, in order.
    var steps: [Step]
    /// The last row that the first of the steps is done with.
    var cursor: [UInt8]?

    init(number: UInt64, _ steps: [Step]) {
        self.number = number
        self.steps = steps
    }

    var key: Key { Self.rows.number(number) }
    static let rows = Key(table: .dynamoJobs)
}

/// How far a step came.
enum StepProgress: Sendable {
    case done
    /// Up to this row.
    case reached([UInt8])
}
