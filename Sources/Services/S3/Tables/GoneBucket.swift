import Storage

/// Says that a bucket is gone, for the sweep: blobs that its uploads left behind have no other owner.
enum GoneBucket {
    static func key(_ incarnation: UInt64) -> Key { Key(table: .goneBuckets).number(incarnation) }
}
