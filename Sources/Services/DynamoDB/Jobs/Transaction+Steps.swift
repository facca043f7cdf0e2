import FoundationEssentials
import Storage

extension Transaction {
    private static var rowsPerStep: Int { 250 }
    private static var bytesPerStep: Int { 1 << 20 }

    /// Does some of a job, and says whether all of it is done.
    func goOn(with number: UInt64) throws -> Bool {
        guard var job: TableJob = try find(TableJob.rows.number(number)) else { return true }
        guard let step = job.steps.first else {
            try remove(job)
            return true
        }
        switch try perform(step, after: job.cursor) {
        case .reached(let row): job.cursor = row
        case .done:
            job.cursor = nil
            job.steps.removeFirst()
        }
        if job.steps.isEmpty { try remove(job) } else { try save(job) }
        return job.steps.isEmpty
    }

    private func perform(_ step: TableJob.Step, after row: [UInt8]?) throws -> StepProgress {
        switch step {
        case .copy(let source, let target): try copy(source, to: target, after: row)
        case .takeBack(let log, let first, let target): try takeBack(log, from: first, in: target, below: row)
        case .fill(let address, let incarnation, let index):
            try fill(index, of: address, incarnation, after: row)
        case .noteExpiry(let address, let incarnation): try noteExpiry(of: address, incarnation, after: row)
        case .open(let address, let incarnation): try open(address, incarnation)
        case .keep(let arn): try keepBackup(arn)
        case .gather(let log, let first, let end, let target):
            try gather(log, from: first, below: end, in: target, after: row)
        case .write(let arn): try beginWriting(arn)
        }
    }

    /// The next rows of an item table, and whether more follow.
    func nextItems(of base: Key, after row: [UInt8]?) throws -> ScanPage {
        try scan(
            ScanRange(
                from: row?.keySuccessor ?? base.bytes, to: base.bytes.prefixSuccessor, maxEntries: Self.rowsPerStep,
                maxBytes: Self.bytesPerStep))
    }

    func progress(_ page: ScanPage) -> StepProgress {
        guard page.more, let last = page.entries.last else { return .done }
        return .reached(last.key)
    }
}
