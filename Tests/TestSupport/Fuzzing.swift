#if canImport(Glibc)
    import Glibc
#endif

/// Changed copies of valid documents, the same ones in every run.
package struct Fuzzing {
    /// So many times the usual rounds, by the variable `HANOK_FUZZ`.
    package static let times = getenv("HANOK_FUZZ").flatMap { Int(String(cString: $0)) } ?? 1

    private let random: SeededRandomness
    /// Bytes that mean something in the format.
    private let marks: [UInt8]

    package init(seed: UInt64, marks: String) {
        random = SeededRandomness(seed: seed)
        self.marks = Array(marks.utf8)
    }

    package func changed(_ document: [UInt8]) -> [UInt8] {
        var bytes = document
        for _ in 0...random.number(below: 4) where !bytes.isEmpty {
            let place = random.number(below: bytes.count)
            switch random.number(below: 5) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(marks[random.number(below: marks.count)], at: place)
            case 3: bytes.removeSubrange(place...)
            default:
                let end = min(place + random.number(below: 64), bytes.count)
                bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.number(below: bytes.count))
            }
        }
        return bytes
    }

    package func number(below bound: Int) -> Int { random.number(below: bound) }
}
