import Storage

extension Transaction {
    /// A restored table takes requests once all of it is there.
    func open(_ address: TableAddress, _ incarnation: UInt64) throws -> StepProgress {
        guard var table = try table(address), table.incarnation == incarnation else { return .done }
        table.state = .active
        table.origin?.isInProgress = false
        try save(table)
        return .done
    }
}
