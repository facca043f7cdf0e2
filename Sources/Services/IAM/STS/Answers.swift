import STSModel
import ServiceKit

extension STSModel.Credentials {
    init(_ issued: TemporaryCredentials) {
        self.init(
            accessKeyId: issued.accessKeyID, secretAccessKey: issued.secretAccessKey,
            sessionToken: issued.sessionToken, expiration: issued.expiration)
    }
}

extension AssumedRoleUser {
    init(_ session: RoleSession) {
        self.init(assumedRoleId: "\(session.roleID):\(session.sessionName)", arn: session.arn)
    }
}
