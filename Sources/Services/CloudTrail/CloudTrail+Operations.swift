import CloudTrailModel
import ServiceKit

/// Every operation served, who may call it, and which IAM actions on which resources it needs.
extension CloudTrail {
    package var operations: [Operation] {
        [signed(lookupEvents, allows: "cloudtrail:LookupEvents", on: { _, _ in "*" })]
    }
}
