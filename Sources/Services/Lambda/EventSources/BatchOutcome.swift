import Wire

/// What came of giving a function a batch.
enum BatchOutcome: Sendable {
    case done
    /// From this change of the batch on it is to be given again.
    case failed(from: Int)

    /// - Parameter reportsItems: whether the function's answer tells which changes it failed with.
    init(_ result: FunctionResult, _ records: [JSONValue], reportsItems: Bool) {
        guard result.functionError == nil else {
            self = .failed(from: 0)
            return
        }
        self = reportsItems ? Self.reported(result.payload, records) : .done
    }

    /// An answer without failures is success; one that is not understood is failure of all.
    private static func reported(_ payload: [UInt8], _ records: [JSONValue]) -> BatchOutcome {
        guard !payload.isEmpty else { return .done }
        guard let answer = try? JSONValue(parsing: payload) else { return .failed(from: 0) }
        guard answer.members != nil else {
            switch answer {
            case .null, .string(""), .array([]): return .done
            default: return .failed(from: 0)
            }
        }
        guard let failures = answer["batchItemFailures"], failures != .null else { return .done }
        guard let items = failures.array else { return .failed(from: 0) }
        var first = records.count
        for item in items {
            guard let number = item["itemIdentifier"]?.string,
                let index = records.firstIndex(where: { StreamBatch.number(of: $0) == number })
            else { return .failed(from: 0) }
            first = min(first, index)
        }
        return first == records.count ? .done : .failed(from: first)
    }
}
