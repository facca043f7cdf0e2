import S3ControlModel
import ServiceKit
import Wire

/// Amazon S3 Control: what an account sets for all of its buckets, and a bucket's tags by its ARN.
package struct S3Control: Service {
    package let model = ServiceModel.s3Control

    /// Whose tables these are too.
    let s3: S3

    package init(_ s3: S3) { self.s3 = s3 }
}
