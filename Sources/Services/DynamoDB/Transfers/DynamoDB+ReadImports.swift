import DynamoDBModel
import FoundationEssentials
import Gzip
import ServiceKit
import Storage

extension DynamoDB {
    private static let mostUnderWay = 100
    private static let pieceBytes = 1 << 20

    /// Reads one object more of each import.
    /// - Returns: whether there is more to read.
    func readImports(_ report: (any Error) -> Void) async throws -> Bool {
        let imports = try await store.read { snapshot in
            try snapshot.list(TableImport.self, index: TableImport.underWay, limit: Self.mostUnderWay).records
        }
        var hasMore = false
        for one in imports {
            do {
                try await goOn(with: one)
                hasMore = true
            } catch let error as ServiceError {
                try await end(one, .failed, error)
            } catch let error as GzipError {
                let cause = ServiceError(
                    "ItemValidationError", "An object is not packed by gzip (\(error.code))", status: 400)
                try await end(one, .failed, cause)
            } catch {
                report(error)
            }
        }
        return hasMore
    }

    private func goOn(with one: TableImport) async throws {
        guard one.progress.object < one.objectCount else { return try await end(one, .completed, nil) }
        let (name, table) = try await store.read { snapshot in
            (
                try snapshot.get(one.objectRows.number(one.progress.object).bytes).map {
                    String(decoding: $0, as: UTF8.self)
                },
                try snapshot.table(one.target)
            )
        }
        guard let name, let table, table.incarnation == one.incarnation else {
            throw ServiceError("ResourceNotFoundException", "The table that is imported is gone", status: 400)
        }
        var after = one
        try await read(name, of: one, into: table, &after.progress)
        after.progress.object += 1
        let saved = after
        try await store.write { transaction in try transaction.save(saved) }
    }

    private func read(
        _ name: String, of one: TableImport, into table: Table, _ progress: inout TableImport.Progress
    ) async throws {
        let call = try transferCall(ofAccount: one.accountID, one.region, one.id)
        let place = ObjectPlace(bucket: one.bucket, key: name, bucketOwner: one.bucketOwner)
        var items = ImportedItems(one.format, of: table)
        let unpacking = one.format.isPacked ? Unpacking() : nil
        var offset = 0
        var isAtEnd = false
        while !isAtEnd {
            let piece = try await next(place, from: offset, call)
            offset += piece.count
            isAtEnd = piece.count < Self.pieceBytes
            progress.bytes += piece.count
            guard unpacking != nil else {
                try await write(items.items(of: piece), into: table, &progress)
                continue
            }
            unpacking?.add(piece)
            while let unpacked = try unpacking?.next() {
                try await write(items.items(of: unpacked), into: table, &progress)
            }
        }
        try unpacking?.finish()
        try await write(items.last(), into: table, &progress)
    }

    /// Empty behind the end, which S3 refuses to read at.
    private func next(_ place: ObjectPlace, from offset: Int, _ call: Call) async throws -> [UInt8] {
        do {
            return try await objects.read(place, from: offset, count: Self.pieceBytes, call)
        } catch let error as ServiceError where error.code == "InvalidRange" && offset > 0 {
            return []
        }
    }

    private static var itemsPerCommit: Int { 250 }

    /// What is no item of the table is counted, and left out.
    private func write(
        _ found: [AttributeMap?], into table: Table, _ progress: inout TableImport.Progress
    ) async throws {
        progress.processed += found.count
        let valid = found.compactMap { item in item.flatMap { (try? table.key(ofItem: $0)) == nil ? nil : $0 } }
        progress.errors += found.count - valid.count
        progress.imported += valid.count
        for start in stride(from: 0, to: valid.count, by: Self.itemsPerCommit) {
            let some = valid[start..<min(start + Self.itemsPerCommit, valid.count)]
            try await store.write { transaction in
                let origin = ChangeOrigin(time: changeClock.now)
                var counts = CountChanges()
                for item in some {
                    let key = table.key(of: item)
                    let old = try transaction.item(key).map { try PreviousItem($0, isRead: table.hasDerivedRows) }
                    try transaction.put(item, at: key, over: old, in: table, origin, &counts)
                }
                try counts.write(in: transaction)
            }
        }
    }

    /// A table that could not be filled has what there was, as on AWS, and is opened too.
    private func end(_ one: TableImport, _ state: TableImport.State, _ error: ServiceError?) async throws {
        var ended = one
        ended.state = state
        ended.endedAt = clock.now
        ended.failureCode = error?.code
        ended.failureMessage = error?.message
        let saved = ended
        try await store.write { transaction in
            try transaction.save(saved)
            try Discarded.add(saved.objectRows, transaction)
            _ = try transaction.open(saved.target, saved.incarnation)
        }
    }
}
