/// Sets as values keep them: each member once, in its order.
enum OrderedSets {
    static func union<Member>(
        _ one: [Member], _ other: [Member], by precedes: (Member, Member) -> Bool
    ) -> [Member] {
        var union: [Member] = []
        union.reserveCapacity(one.count + other.count)
        var (left, right) = (one[...], other[...])
        while let first = left.first, let second = right.first {
            if precedes(first, second) {
                union.append(left.removeFirst())
            } else if precedes(second, first) {
                union.append(right.removeFirst())
            } else {
                union.append(left.removeFirst())
                right.removeFirst()
            }
        }
        return union + left + right
    }

    static func difference<Member>(
        _ one: [Member], _ other: [Member], by precedes: (Member, Member) -> Bool
    ) -> [Member] {
        var right = other[...]
        return one.filter { member in
            while let next = right.first, precedes(next, member) { right.removeFirst() }
            guard let next = right.first else { return true }
            return precedes(member, next)
        }
    }
}
