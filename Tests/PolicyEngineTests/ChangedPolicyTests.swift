import PolicyEngine
import TestSupport
import Testing

/// Valid policies, changed anywhere: read or refused, and what is read is decided about.
@Suite struct ChangedPolicyTests {
    private static let valid = #"""
        {"Version":"2012-10-17","Id":"p","Statement":[
          {"Sid":"A","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:role/r","*"]},
           "Action":["s3:Get*","s3:List?ucket"],"Resource":"arn:aws:s3:::b/${aws:username}/*",
           "Condition":{"StringLike":{"s3:prefix":["a/*",""]},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"},
             "DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"},"NumericEqualsIfExists":{"s3:max-keys":"10"}}},
          {"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"NotAction":"s3:*","NotResource":"*",
           "Condition":{"Bool":{"aws:SecureTransport":"false"},"ForAnyValue:StringEquals":{"aws:TagKeys":["x"]}}}]}
        """#

    @Test func areReadOrRefused() throws {
        let fuzzing = Fuzzing(seed: 29, marks: "{}[]\",:*?$/.\\-")
        let request = AccessRequest(
            action: "s3:GetObject", resource: "arn:aws:s3:::b/k", principal: Who.named("user"),
            context: ContextValues(["aws:SourceIp": ["10.1.2.3"], "s3:prefix": ["a/b"]]), resourceAccount: Who.account)
        var read = 0
        for _ in 0..<5_000 * Fuzzing.times {
            guard let text = String(validating: fuzzing.changed(Array(Self.valid.utf8)), as: UTF8.self),
                let document = try? PolicyDocument(parsing: text, as: .resource)
            else { continue }
            _ = PolicySet(identity: [NamedPolicy("p", document)]).explain(request)
            read += 1
        }
        #expect(read > 100 * Fuzzing.times)
    }
}
