import DynamoDBModel
import ServiceKit

/// Makes items of the pieces of one object.
struct ImportedItems: Sendable {
    /// Nil in the place of what is no item.
    private enum Reader: Sendable {
        case json(LineSplitter)
        case csv(CSVReader, header: [String]?)
    }

    private let table: Table
    private var reader: Reader

    init(_ format: TableImport.Format, of table: Table) {
        self.table = table
        switch format.kind {
        case .json: reader = .json(LineSplitter())
        case .csv:
            reader = .csv(
                CSVReader(delimiter: format.delimiter?.utf8.first ?? UInt8(ascii: ",")), header: format.header)
        }
    }

    mutating func items(of piece: [UInt8]) throws -> [AttributeMap?] {
        switch reader {
        case .json(var splitter):
            let lines = try splitter.lines(of: piece)
            reader = .json(splitter)
            return lines.compactMap(Self.item)
        case .csv(var records, var header):
            let found = try records.records(of: piece).compactMap { item($0, &header) }
            reader = .csv(records, header: header)
            return found
        }
    }

    mutating func last() -> [AttributeMap?] {
        switch reader {
        case .json(var splitter): return splitter.last().flatMap(Self.item).map { [$0] } ?? []
        case .csv(var records, var header): return records.last().flatMap { item($0, &header) }.map { [$0] } ?? []
        }
    }

    /// An empty line is none.
    private static func item(_ line: [UInt8]) -> AttributeMap?? {
        guard !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else { return nil }
        return .some(try? AttributeMap(exported: line))
    }

    /// The first record names the attributes, where the request does not.
    private func item(_ fields: [String], _ header: inout [String]?) -> AttributeMap?? {
        guard let names = header else {
            header = fields
            return nil
        }
        guard fields.count == names.count else { return .some(nil) }
        var entries: [AttributeMap.Entry] = []
        for (name, text) in zip(names, fields) where !name.isEmpty {
            guard let value = value(text, of: name) else { return .some(nil) }
            entries.append((name, value))
        }
        return .some(AttributeMap(entries))
    }

    /// Keys have the types that the table defines; all else is text.
    private func value(_ text: String, of name: String) -> AttributeValue? {
        switch table.definitions.first(where: { $0.name.isSameText(as: name) })?.kind {
        case .number: (try? DecimalNumber(parsing: text)).map { .number($0) }
        case .binary: AttributeValue(base64: text)
        case nil, .string: .string(text)
        }
    }
}
