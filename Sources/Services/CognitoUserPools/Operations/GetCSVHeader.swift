import CognitoUserPoolsModel
import ServiceKit

extension CognitoUserPools {
    func getCSVHeader(_ input: GetCSVHeaderRequest, _ call: Call) async throws -> GetCSVHeaderResponse {
        let pool = try await pool(input.userPoolId, call)
        return GetCSVHeaderResponse(userPoolId: pool.id, csvHeader: ImportColumns.header(of: pool))
    }
}
