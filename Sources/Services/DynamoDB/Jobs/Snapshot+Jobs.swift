import Storage

extension Snapshot {
    private var mostJobs: Int { 10_000 }

    private func steps() throws -> [TableJob.Step] {
        try list(TableJob.self, prefix: TableJob.rows, from: TableJob.rows.number(1).bytes, limit: mostJobs)
            .records.flatMap(\.steps)
    }

    /// Whether a backup, a restore or an export reads these rows, or the changes to them.
    func isBeingCopied(_ incarnation: UInt64) throws -> Bool {
        try steps().contains { step in
            switch step {
            case .copy(let source, _): source == incarnation
            case .takeBack(let log, _, _), .gather(let log, _, _, _): log == incarnation
            default: false
            }
        }
    }

    /// The oldest change of a log that some job will still read.
    func firstNeeded(of log: UInt64) throws -> UInt64? {
        try steps().compactMap { step -> UInt64? in
            switch step {
            case .takeBack(log, let first, _), .gather(log, let first, _, _): first
            default: nil
            }
        }.min()
    }
}
