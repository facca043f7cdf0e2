import S3Model
import Storage

extension CORSRules {
    static func compiled(of bucket: Bucket, in snapshot: any Snapshot) throws -> CORSRules? {
        let rules: [CORSRule]? = try snapshot.setting(.cors, of: bucket)
        return rules.map(CORSRules.init)
    }
}
