import Storage

extension Snapshot {
    func hasMFA(_ user: UserRecord) throws -> Bool { false }
}
