import S3Model
import ServiceKit

extension S3 {
    /// Sends an object, or a range or a part of it.
    func getObject(_ input: GetObjectRequest, _ call: Call) async throws -> Streamed<GetObjectResponse> {
        try refuseOverridesOfAnonymous(input, call)
        let (first, key) = try await readable(input, call)
        let (found, body) = try await open(
            first, key,
            again: {
                try await locateAnew(input, call)
                try await decide(onObject("s3:GetObject", input, call), call)
                return try await readable(input, call)
            },
            { found in
                try input.conditions.check(found.object, at: call.time)
                return try Self.selection(found, input.range, input.partNumber) ?? 0..<found.object.size
            })
        let bucket = try await locate(input, call).0
        let part = try Self.selection(found, input.range, input.partNumber)
        var answer = GetObjectResponse()
        try await show(found, part, input, in: bucket, on: &answer, call)
        return Streamed(answer, body: body, status: part == nil ? nil : 206)
    }

    /// The object, with the key that opens it.
    private func readable(_ input: GetObjectRequest, _ call: Call) async throws -> (FoundObject, DataKey?) {
        let (bucket, located) = try await requireObject(input, call)
        guard let found = located.found else { throw try await missingKey(input.key, in: bucket, call) }
        return (found, try await keyring.open(found.object.encryption, try input.customerKey(), call))
    }
}
