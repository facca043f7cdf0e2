import ServiceKit

/// S3's model has a `Permission` of its own, that of an ACL's grant; here the word is IAM's.
typealias Permission = ServiceKit.Permission
