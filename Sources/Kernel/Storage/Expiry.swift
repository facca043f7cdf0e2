import FoundationEssentials

/// Records that vanish by themselves, in the order of their end.
package enum Expiry {
    static func row(of key: Key, at date: Date) -> Key {
        Key(table: .expiry).number(milliseconds(date)).raw(key.bytes)
    }

    private static func milliseconds(_ date: Date) -> UInt64 {
        UInt64(max(0, date.timeIntervalSince1970 * 1000))
    }

    /// Removes at most `limit` records whose end has come, and says how many it looked at.
    ///
    /// A record must have no other index rows than its expiry's, since its type is not known here.
    package static func sweep(_ transaction: any Transaction, now: Date, limit: Int) throws -> Int {
        let from = Key(table: .expiry).bytes
        let to = Key(table: .expiry).number(milliseconds(now)).bytes
        let page = try transaction.scan(ScanRange(from: from, to: to, maxEntries: limit))
        for entry in page.entries {
            try transaction.delete(entry.value)
            try transaction.delete(entry.key)
        }
        return page.entries.count
    }
}

/// Ranges of keys whose owner is gone, emptied in bounded steps behind the owner's back.
package enum Discarded {
    /// Hands all keys that begin with `prefix` to the sweep.
    package static func add(_ prefix: Key, _ transaction: any Transaction) throws {
        try transaction.put(Key(table: .discarded).raw(prefix.bytes).bytes, prefix.bytes)
    }

    /// Deletes at most `limit` keys, and says how many went; zero when nothing is left.
    package static func sweep(_ transaction: any Transaction, limit: Int) throws -> Int {
        let page = try transaction.scan(ScanRange(prefix: Key(table: .discarded).bytes, maxEntries: 1))
        guard let entry = page.entries.first else { return 0 }
        let count = try transaction.deleteRange(
            from: entry.value, to: entry.value.prefixSuccessor, limit: limit)
        if count < limit { try transaction.delete(entry.key) }
        return count + 1
    }
}
