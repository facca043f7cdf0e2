import Storage
import Testing

/// What every engine must do. An engine's tests call each of these with a store of their own.
package enum StorageContract {
    package static func roundTrips(_ store: any KeyValueStore) async throws {
        let large = [UInt8](repeating: 7, count: 300_000)
        try await store.write { transaction in
            try transaction.put([1], [])
            try transaction.put([2], [1, 2, 3])
            try transaction.put([3], large)
        }
        let values = try await store.read { [try $0.get([1]), try $0.get([2]), try $0.get([3]), try $0.get([4])] }
        #expect(values == [[], [1, 2, 3], large, nil])
        try await store.write { transaction in
            try transaction.put([3], [9])
            try transaction.delete([2])
        }
        #expect(try await store.read { [try $0.get([2]), try $0.get([3])] } == [nil, [9]])
    }

    package static func failedClosureChangesNothing(_ store: any KeyValueStore) async throws {
        struct Refused: Error {}
        try await store.write { try $0.put([1], [1]) }
        await #expect(throws: Refused.self) {
            try await store.write { transaction in
                try transaction.put([1], [2])
                try transaction.put([2], [2])
                throw Refused()
            }
        }
        #expect(try await store.read { [try $0.get([1]), try $0.get([2])] } == [[1], nil])
    }

    package static func closuresSeeTheirOwnChanges(_ store: any KeyValueStore) async throws {
        let seen = try await store.write { transaction in
            try transaction.put([5, 1], [1])
            try transaction.put([5, 2], [2])
            try transaction.delete([5, 1])
            return try transaction.scan(ScanRange(prefix: [5]))
        }
        #expect(seen == ScanPage(entries: [ScanEntry(key: [5, 2], value: [2])], more: false))
    }

    /// Many writers of one counter: no update is lost, and none has to be tried again.
    package static func oneKeyUnderManyWriters(_ store: any KeyValueStore) async throws {
        let writers = 200
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<writers {
                group.addTask {
                    try await store.write { transaction in
                        let count = try transaction.get([9])?.reduce(0) { $0 << 8 | UInt64($1) } ?? 0
                        try transaction.put([9], Key(bytes: []).number(count + 1).bytes)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.read { try $0.get([9]) } == Key(bytes: []).number(UInt64(writers)).bytes)
    }

    package static func logPositionsAreInOrder(_ store: any KeyValueStore) async throws {
        let positions = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for value in 0..<100 {
                group.addTask { try await store.write { try $0.append([7], [UInt8(value)]) } }
            }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }
        #expect(positions == Set(1...100))
        let page = try await store.read { try $0.scan(ScanRange(prefix: [7], maxEntries: 1000)) }
        #expect(page.entries.count == 100)
    }

    /// Children are put under a container while it is deleted if empty: never a child without it.
    /// Engines over snapshots get this wrong unless the two meet on something written.
    package static func containersKeepTheirChildren(_ store: any KeyValueStore) async throws {
        for round in 0..<100 {
            let container: [UInt8] = [8, UInt8(round)]
            try await store.write { try $0.put(container, [1]) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for child in 0..<3 {
                    group.addTask {
                        try await store.write { transaction in
                            guard try transaction.get(container) != nil else { return }
                            try transaction.put(container + [0, UInt8(child)], [1])
                        }
                    }
                }
                group.addTask {
                    try await store.write { transaction in
                        let children = try transaction.scan(ScanRange(prefix: container + [0], maxEntries: 1))
                        if children.entries.isEmpty { try transaction.delete(container) }
                    }
                }
                try await group.waitForAll()
            }
            let (isThere, count) = try await store.read { snapshot in
                (
                    try snapshot.get(container) != nil,
                    try snapshot.scan(ScanRange(prefix: container + [0])).entries.count
                )
            }
            #expect(isThere || count == 0)
        }
    }

    /// Two rows that must not both go: each writer may take its own only while the other's is there.
    package static func noWriteSkew(_ store: any KeyValueStore) async throws {
        for _ in 0..<100 {
            try await store.write { transaction in
                try transaction.put([6, 0], [1])
                try transaction.put([6, 1], [1])
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for own in [UInt8(0), 1] {
                    group.addTask {
                        try await store.write { transaction in
                            if try transaction.get([6, 1 - own]) != nil { try transaction.delete([6, own]) }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.read { try $0.scan(ScanRange(prefix: [6])).entries.count } == 1)
        }
    }

    /// A seeded run of every operation, each answer compared with the model's.
    package static func agreesWithModel(_ store: any KeyValueStore, seed: UInt64, steps: Int) async throws {
        var model = StorageModel()
        var run = RandomRun(seed: seed)
        for _ in 0..<steps {
            let step = run.next()
            let expected = step.apply(to: &model)
            let actual = try await store.write { try step.apply(to: $0) }
            #expect(actual == expected, "\(step)")
            let range = run.range()
            let page = try await store.read { try $0.scan(range) }
            #expect(page == model.scan(range), "\(range)")
        }
    }
}

/// Steps drawn by seed over a small space of keys, so that they often meet.
private struct RandomRun {
    private let chance: SeededRandomness

    init(seed: UInt64) { chance = SeededRandomness(seed: seed) }

    enum Step: Sendable {
        case put([UInt8], [UInt8])
        case delete([UInt8])
        case deleteRange([UInt8], [UInt8], Int)
        case get([UInt8])

        func apply(to model: inout StorageModel) -> [UInt8]? {
            switch self {
            case .put(let key, let value): model.put(key, value)
            case .delete(let key): model.delete(key)
            case .deleteRange(let from, let to, let limit):
                return [UInt8(truncatingIfNeeded: model.deleteRange(from: from, to: to, limit: limit))]
            case .get(let key): return model.get(key)
            }
            return nil
        }

        func apply(to transaction: any Transaction) throws -> [UInt8]? {
            switch self {
            case .put(let key, let value): try transaction.put(key, value)
            case .delete(let key): try transaction.delete(key)
            case .deleteRange(let from, let to, let limit):
                return [UInt8(truncatingIfNeeded: try transaction.deleteRange(from: from, to: to, limit: limit))]
            case .get(let key): return try transaction.get(key)
            }
            return nil
        }
    }

    mutating func next() -> Step {
        switch chance.number(below: 10) {
        case 0...5: .put(key(), chance.bytes(chance.number(below: 20) == 0 ? 5000 : chance.number(below: 30)))
        case 6...7: .delete(key())
        case 8: .deleteRange(key(), key(), chance.number(below: 5) + 1)
        default: .get(key())
        }
    }

    mutating func range() -> ScanRange {
        let delimiter: ScanRange.Delimiter? =
            chance.number(below: 2) == 0 ? nil : .init([UInt8(ascii: "/")], after: chance.number(below: 3))
        return ScanRange(
            from: key(), to: key(), direction: chance.number(below: 2) == 0 ? .forward : .backward,
            maxEntries: chance.number(below: 6) + 1, maxBytes: chance.number(below: 4) == 0 ? 40 : 1 << 20,
            keysOnly: chance.number(below: 3) == 0, delimiter: delimiter)
    }

    private func key() -> [UInt8] {
        let letters: [UInt8] = [UInt8(ascii: "a"), UInt8(ascii: "/"), UInt8(ascii: "b"), 0, 0xFF]
        return (0..<(chance.number(below: 4) + 1)).map { _ in letters[chance.number(below: letters.count)] }
    }
}
