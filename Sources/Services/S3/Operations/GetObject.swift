import S3Model
import ServiceKit

extension S3 {
    /// Sends an object, or a range or a part of it.
    func getObject(_ input: GetObjectRequest, _ call: Call) async throws -> Streamed<GetObjectResponse> {
        try refuseOverridesOfAnonymous(input, call)
        let (bucket, located) = try await requireObject(input, call)
        guard let first = located.found else { throw try await missingKey(input.key, in: bucket, call) }
        try Keyring.requireCurrentSignature(first.object.encryption, call)
        let customer = try input.customerKey()
        let (found, body) = try await open(
            first, try await keyring.open(first.object.encryption, customer),
            again: {
                let newer = try await lookUp(input, call).1.found
                guard let newer else { return nil }
                return (newer, try await keyring.open(newer.object.encryption, customer))
            },
            { found in
                try input.conditions.check(found.object)
                return try Self.selection(found, input.range, input.partNumber) ?? 0..<found.object.size
            })
        let part = try Self.selection(found, input.range, input.partNumber)
        var answer = GetObjectResponse()
        try await show(found, part, input, in: bucket, on: &answer, call)
        return Streamed(answer, body: body, status: part == nil ? nil : 206)
    }
}
