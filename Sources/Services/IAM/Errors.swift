import IAMModel
import ServiceKit
import Wire

/// IAM's errors with AWS's sentences.
extension ServiceError {
    init(_ shape: ErrorShape, _ message: String) {
        self.init(shape.code, message, status: shape.status)
    }

    // MARK: Nothing there

    static func noSuchEntity(_ sentence: String) -> ServiceError {
        ServiceError(IAMErrors.noSuchEntity, sentence)
    }

    static func noSuchUser(_ name: String) -> ServiceError {
        noSuchEntity("The user with name \(name) cannot be found.")
    }

    static func noSuchGroup(_ name: String) -> ServiceError {
        noSuchEntity("The group with name \(name) cannot be found.")
    }

    static func noSuchRole(_ name: String) -> ServiceError {
        noSuchEntity("The role with name \(name) cannot be found.")
    }

    static func noSuchAccessKey(_ id: String) -> ServiceError {
        noSuchEntity("The Access Key with id \(id) cannot be found.")
    }

    static func noSuchPolicy(_ arn: String) -> ServiceError {
        noSuchEntity("Policy \(arn) was not found.")
    }

    static func noSuchMFADevice(_ serialNumber: String) -> ServiceError {
        noSuchEntity("VirtualMFADevice with serial number \(serialNumber) doesn't exist.")
    }

    static func noPasswordPolicy(_ accountID: String) -> ServiceError {
        noSuchEntity("The Password Policy with domain name \(accountID) cannot be found.")
    }

    static func noSuchProvider(_ arn: String) -> ServiceError {
        noSuchEntity("OpenIDConnect Provider not found for arn \(arn)")
    }

    static func noSuchInstanceProfile(_ name: String) -> ServiceError {
        noSuchEntity("Instance Profile \(name) cannot be found.")
    }

    static func notAttachable(_ arn: String) -> ServiceError {
        noSuchEntity("Policy \(arn) does not exist or is not attachable.")
    }

    static func noSuchBoundary(_ arn: String) -> ServiceError {
        noSuchEntity("Scope ARN: \(arn) does not exist or is not attachable.")
    }

    static func noSuchVersion(_ version: String, of arn: String) -> ServiceError {
        noSuchEntity("Policy \(arn) version \(version) does not exist or is not attachable.")
    }

    static func noSuchInlinePolicy(_ name: String, _ kind: String) -> ServiceError {
        noSuchEntity("The \(kind) policy with name \(name) cannot be found.")
    }

    // MARK: In the way

    static func alreadyExists(_ kind: String, _ name: String) -> ServiceError {
        ServiceError(IAMErrors.entityAlreadyExists, "\(kind) with name \(name) already exists.")
    }

    static func policyAlreadyExists(_ name: String) -> ServiceError {
        ServiceError(
            IAMErrors.entityAlreadyExists,
            "A policy called \(name) already exists. Duplicate names are not allowed.")
    }

    static func providerAlreadyExists(_ url: String) -> ServiceError {
        ServiceError(IAMErrors.entityAlreadyExists, "Provider with url \(url) already exists.")
    }

    static func instanceProfileAlreadyExists(_ name: String) -> ServiceError {
        ServiceError(IAMErrors.entityAlreadyExists, "Instance Profile \(name) already exists.")
    }

    static func deleteConflict(_ sentence: String) -> ServiceError {
        ServiceError(IAMErrors.deleteConflict, sentence)
    }

    static let mustEmptyProfiles = deleteConflict(
        "Cannot delete entity, must remove roles from instance profile first.")
    static let mustLeaveGroups = deleteConflict("Cannot delete entity, must remove users from group first.")

    static let ofServiceLinkedRole = ServiceError(
        IAMErrors.policyNotAttachable, "Cannot attach a Service Role Policy to a Customer Role.")

    static func protectedRole(_ name: String) -> ServiceError {
        ServiceError(
            IAMErrors.unmodifiableEntity,
            "Cannot perform the operation on the protected role '\(name)' - this role is only modifiable by AWS")
    }

    // MARK: Too much

    static func quotaExceeded(_ quota: String, _ limit: Int) -> ServiceError {
        ServiceError(IAMErrors.limitExceeded, "Cannot exceed quota for \(quota): \(limit)")
    }

    static func inlinePoliciesTooLarge(_ limit: Int, _ kind: String, _ name: String) -> ServiceError {
        ServiceError(
            IAMErrors.limitExceeded, "Maximum policy size of \(limit) bytes exceeded for \(kind) \(name)")
    }

    // MARK: Not as it should be

    static func malformedPolicy(_ sentence: String) -> ServiceError {
        ServiceError(IAMErrors.malformedPolicyDocument, sentence)
    }

    static func invalidInput(_ sentence: String) -> ServiceError {
        ServiceError(IAMErrors.invalidInput, sentence)
    }

    static func weakPassword(_ sentence: String) -> ServiceError {
        ServiceError(IAMErrors.passwordPolicyViolation, sentence)
    }

    static let passwordUnfit = weakPassword("Password does not conform to the account password policy.")

    /// A member that the model lets be absent and the operation needs.
    static func missing(_ member: String) -> ServiceError {
        validation(
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: Member must "
                + "not be null")
    }

    static let invalidCode = ServiceError(
        IAMErrors.invalidAuthenticationCode, "Authentication code for device is not valid.")

    static let notAUser = ServiceError(
        IAMErrors.invalidUserType, "Only IAM Users can change their own password.")

    static func validation(_ sentence: String) -> ServiceError { ServiceError("ValidationError", sentence) }

    static let providerURLInvalid = validation("Invalid Open ID Connect Provider URL")
    static let mustNameUser = validation("Must specify userName when calling with non-User credentials")
    static let markerInvalid = validation("Invalid Marker.")

    static func accessDenied(_ sentence: String) -> ServiceError {
        ServiceError("AccessDenied", sentence, status: 403)
    }
}
