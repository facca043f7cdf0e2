import CognitoUserPoolsModel
import ServiceKit

/// How long a client's tokens live, in seconds, with AWS's defaults and ranges.
extension UserPoolClient.Settings {
    var accessTokenSeconds: Int {
        Self.seconds(accessTokenValidity ?? 0, tokenValidityUnits?.accessToken ?? .hours, standard: 3600)
    }

    var idTokenSeconds: Int {
        Self.seconds(idTokenValidity ?? 0, tokenValidityUnits?.idToken ?? .hours, standard: 3600)
    }

    var refreshTokenSeconds: Int {
        Self.seconds(refreshTokenValidity, tokenValidityUnits?.refreshToken ?? .days, standard: 30 * 86_400)
    }

    func checkTokenValidity() throws {
        let short = 300...86_400
        guard short.contains(accessTokenSeconds), short.contains(idTokenSeconds),
            (3600...315_360_000).contains(refreshTokenSeconds)
        else { throw ServiceError.invalidParameter("Invalid range for token validity.") }
    }

    private static func seconds(_ value: Int, _ unit: TimeUnitsType, standard: Int) -> Int {
        guard value != 0 else { return standard }
        let factor =
            switch unit {
            case .seconds: 1
            case .minutes: 60
            case .hours: 3600
            default: 86_400
            }
        let (seconds, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow ? .max : seconds
    }
}
