import CloudTrailModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension CloudTrail {
    package var operations: [Operation] {
        [
            signed(lookupEvents) { _, _ in
                [Permission("cloudtrail:LookupEvents", on: "*", namesResource: false)]
            }
        ]
    }
}
