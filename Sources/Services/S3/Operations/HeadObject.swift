import S3Model
import ServiceKit

extension S3 {
    /// What GetObject would answer, without the body.
    func headObject(_ input: HeadObjectRequest, _ call: Call) async throws -> Streamed<HeadObjectResponse> {
        try refuseOverridesOfAnonymous(input, call)
        let (bucket, located) = try await requireObject(input, call)
        guard let found = located.found else { throw try await missingKey(input.key, in: bucket, call) }
        if input.checksumMode == .enabled { try Keyring.requireCurrentSignature(found.object.encryption, call) }
        // Only a customer's key is asked of who reads no bytes.
        let customer = try input.customerKey()
        if customer != nil || found.object.encryption?.kind == .customer {
            _ = try await keyring.open(found.object.encryption, customer, call)
        }
        try input.conditions.check(found.object, at: call.time)
        let part = try Self.selection(found, input.range, input.partNumber)
        var answer = HeadObjectResponse()
        try await show(found, part, input, in: bucket, on: &answer, call)
        return Streamed(answer, body: .bytes([]), status: part == nil ? nil : 206)
    }
}
