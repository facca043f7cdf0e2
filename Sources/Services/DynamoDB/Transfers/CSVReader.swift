import ServiceKit

/// Reads records of comma-separated values (RFC 4180) from pieces of a file.
struct CSVReader: Sendable {
    private enum State { case start, plain, quoted, quoteInQuoted }

    private static let longest = 2 << 20
    private static let mostFields = 10_000

    private let delimiter: UInt8
    private var state = State.start
    private var field: [UInt8] = []
    private var record: [String] = []
    private var size = 0

    init(delimiter: UInt8) { self.delimiter = delimiter }

    mutating func records(of piece: [UInt8]) throws -> [[String]] {
        var records: [[String]] = []
        for byte in piece {
            if let record = take(byte) { records.append(record) }
            size += 1
            guard size <= Self.longest, record.count <= Self.mostFields else {
                throw ServiceError("ItemValidationError", "A record is longer than an item can be", status: 400)
            }
        }
        return records
    }

    /// The record that no line's end followed.
    mutating func last() -> [String]? {
        guard state != .start || !record.isEmpty else { return nil }
        return endRecord()
    }

    private mutating func take(_ byte: UInt8) -> [String]? {
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
        case (.quoted, _): field.append(byte)
        case (.quoteInQuoted, UInt8(ascii: "\"")):
            field.append(byte)
            state = .quoted
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (_, delimiter): endField()
        case (_, UInt8(ascii: "\n")):
            if field.last == UInt8(ascii: "\r") { field.removeLast() }
            let isEmpty = record.isEmpty && field.isEmpty && state != .quoteInQuoted
            let ended = endRecord()
            return isEmpty ? nil : ended
        default:
            field.append(byte)
            if state == .start { state = .plain }
        }
        return nil
    }

    private mutating func endField() {
        record.append(String(decoding: field, as: UTF8.self))
        field = []
        state = .start
    }

    private mutating func endRecord() -> [String] {
        endField()
        defer {
            record = []
            size = 0
        }
        return record
    }
}
