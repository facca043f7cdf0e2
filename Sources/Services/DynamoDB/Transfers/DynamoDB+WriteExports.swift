import FoundationEssentials
import Gzip
import ServiceKit
import Storage
import Wire

extension DynamoDB {
    private static let mostUnderWay = 100
    /// Of one file, before it is packed.
    private static let fileBytes = 16 << 20
    private static let rowsPerRead = 1000

    /// Writes a file more of each export whose rows are put together.
    /// - Returns: whether there is more to write.
    func writeExports(_ report: (any Error) -> Void) async throws -> Bool {
        let exports = try await store.read { snapshot in
            try snapshot.list(TableExport.self, index: TableExport.underWay, limit: Self.mostUnderWay).records
        }
        let writing = exports.filter { $0.state == .writing }
        var hasMore = false
        for export in writing {
            do {
                try await goOn(with: export)
                hasMore = true
            } catch let error as ServiceError {
                try await end(export, .failed, error)
            } catch {
                report(error)
            }
        }
        return hasMore
    }

    private func goOn(with export: TableExport) async throws {
        let call = try transferCall(ofAccount: export.accountID, export.region, export.id)
        if export.cursor == nil { _ = try await put([], "_started", of: export, call) }
        let (lines, itemCount, last, isLast) = try await nextLines(of: export)
        var export = export
        if itemCount > 0 || export.files.isEmpty {
            let packed = try Gzip.packed(lines)
            let name = export.dataName(export.files.count)
            let tag = try await put(packed, name, of: export, call)
            export.files.append(
                TableExport.File(
                    key: export.place(name).key, itemCount: itemCount, md5: TableExport.md5(packed), entityTag: tag))
            export.bytes += lines.count
        }
        export.cursor = last ?? export.cursor ?? []
        guard isLast else {
            let export = export
            return try await store.write { transaction in try transaction.save(export) }
        }
        let now = clock.now
        for (name, bytes) in [
            ("manifest-files", export.manifestOfFiles), ("manifest-summary", export.summary(endedAt: now)),
        ] {
            _ = try await put(bytes, name + ".json", of: export, call)
            _ = try await put(Array(TableExport.md5(bytes).utf8), name + ".md5", of: export, call)
        }
        try await end(export, .completed, nil)
    }

    private func put(_ bytes: [UInt8], _ name: String, of export: TableExport, _ call: Call) async throws -> String {
        try await objects.put(bytes, as: export.place(name), encryption: export.wantedEncryption, call)
    }

    private func nextLines(
        of export: TableExport
    ) async throws -> (lines: [UInt8], itemCount: Int, last: [UInt8]?, isLast: Bool) {
        let base = Table.items(of: export.incarnation)
        return try await store.read { snapshot in
            let log: ChangeLog? = try export.sourceIncarnation.flatMap { try snapshot.find(ChangeLog.key($0)) }
            var lines: [UInt8] = []
            var count = 0
            var last = export.cursor.flatMap { $0.isEmpty ? nil : $0 }
            while lines.count < Self.fileBytes {
                let page = try snapshot.scan(
                    ScanRange(
                        from: last?.keySuccessor ?? base.bytes, to: base.bytes.prefixSuccessor,
                        maxEntries: Self.rowsPerRead, maxBytes: Self.fileBytes - lines.count))
                for row in page.entries {
                    if let span = export.span, let log {
                        lines += try ExportLine.change(
                            try ItemChange(stored: row.value), log.schema, viewType: span.viewType)
                    } else {
                        lines += ExportLine.item(try StoredItem(stored: row.value))
                    }
                    count += 1
                    last = row.key
                }
                if !page.more { return (lines, count, last, true) }
            }
            return (lines, count, last, false)
        }
    }

    private func end(_ export: TableExport, _ state: TableExport.State, _ error: ServiceError?) async throws {
        var ended = export
        ended.state = state
        ended.endedAt = clock.now
        ended.failureCode = error?.code
        ended.failureMessage = error?.message
        let saved = ended
        try await store.write { transaction in
            try transaction.save(saved)
            try Discarded.add(Table.items(of: saved.incarnation), transaction)
            try Discarded.add(Table.countRows(saved.incarnation), transaction)
        }
    }

    /// Goes on behind the request that asked for it: what the caller may do was decided then, for all that is touched.
    func transferCall(ofAccount accountID: String, _ region: String, _ id: String) throws -> Call {
        guard let account = accounts[accountID] else {
            throw ServiceError.validation("There is no account \(accountID) any more")
        }
        return Call(
            requestID: id, time: clock.now, caller: .root(account), region: region,
            client: Call.Client(
                address: "127.0.0.1", isSecure: true, host: "localhost", userAgent: "dynamodb.amazonaws.com"),
            headers: HeaderFields(), body: EmptyBody(), trail: .none)
    }
}
