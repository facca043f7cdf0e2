/// The storage classes that rules move objects to. S3's model is a waterfall: an object only ever goes down.
package enum LifecycleClasses {
    /// From the top.
    package static let waterfall = [
        "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE",
    ]
    /// Objects wait so many days before they come to one of these.
    package static let infrequent: Set = ["STANDARD_IA", "ONEZONE_IA"]
    package static let daysBeforeInfrequent = 30
    private static let archives: Set = ["GLACIER", "DEEP_ARCHIVE"]
    private static let smallestTransition = 128 << 10

    /// 0 for those above the waterfall.
    package static func depth(_ storageClass: String) -> Int { (waterfall.firstIndex(of: storageClass) ?? -1) + 1 }

    /// Days an object stays in a class before the same rule moves it on.
    package static func stay(in storageClass: String) -> Int {
        switch storageClass {
        case "STANDARD_IA", "ONEZONE_IA": 30
        case "GLACIER_IR", "GLACIER": 90
        default: 1
        }
    }

    /// Small objects cost more to move than they save; a rule with sizes of its own says otherwise.
    package static func isLargeEnough(_ size: Int, for storageClass: String, _ setting: SmallestTransition) -> Bool {
        if setting == .byStorageClass, archives.contains(storageClass) { return true }
        return size >= smallestTransition
    }
}

/// `x-amz-transition-default-minimum-object-size`.
package enum SmallestTransition: String, Sendable {
    case ofAllStorageClasses = "all_storage_classes_128K"
    case byStorageClass = "varies_by_storage_class"
}
