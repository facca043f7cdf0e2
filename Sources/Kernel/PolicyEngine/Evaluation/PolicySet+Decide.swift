extension PolicySet {
    /// Decides by AWS's evaluation logic: an explicit deny anywhere ends it; then the resource's policy,
    /// the principal's own, its boundary and its session policies are asked in turn.
    package func decide(_ request: AccessRequest) -> Decision {
        let subject = subject(request)
        let resourceFinding = Finding(resource.map { [$0] } ?? [], resourceType, subject)
        var findings: [Finding] = []
        if request.principal.hasOwnPolicies {
            findings.append(Finding(identity, .identity, subject))
            if let permissionsBoundary {
                findings.append(Finding([permissionsBoundary], .permissionsBoundary, subject))
            }
            if let session { findings.append(Finding(session, .session, subject)) }
        }
        return Decision(reason: reason(request, own: findings, resource: resourceFinding))
    }

    func subject(_ request: AccessRequest) -> MatchSubject {
        MatchSubject(request, isBounded: permissionsBoundary != nil && request.principal.hasOwnPolicies)
    }

    var resourceType: PolicyType { resourceMustAllow ? .trust : .resource }

    private func reason(
        _ request: AccessRequest, own: [Finding], resource: Finding
    ) -> Decision.Reason {
        for finding in own {
            if let cause = finding.deny { return .denied(by: cause) }
        }
        if let cause = resource.deny { return .denied(by: cause) }
        let granted = resource.allow.map { ($0.match, Decision.Reason.allowed(by: $0.cause)) }
        let listed = aclGrant.map { ($0, Decision.Reason.aclGranted) }
        let grant = [granted, listed].compactMap { $0 }.max { $0.0 < $1.0 }
        switch request.principal.kind {
        case .anonymous, .service, .webIdentity:
            guard let grant, grant.0 == .direct else { return .nothingAllows(resourceType) }
            return grant.1
        case .root, .user, .roleSession, .federatedUser: break
        }
        if grant == nil, request.isCrossAccount || resourceMustAllow { return .nothingAllows(resourceType) }
        if !request.isCrossAccount, let grant, grant.0 == .direct { return grant.1 }
        if request.principal.kind == .root { return grant?.1 ?? .root }
        return ownReason(request, own, grant: grant)
    }

    /// The principal's own policies, with what the resource's policy adds to them: in the same account a
    /// grant to the role counts as one of its own policies would, and is limited as they are.
    private func ownReason(
        _ request: AccessRequest, _ own: [Finding], grant: (match: PrincipalMatch, reason: Decision.Reason)?
    ) -> Decision.Reason {
        var reason = Decision.Reason.nothingAllows(.identity)
        for finding in own {
            if finding.type == .identity, !request.isCrossAccount, let grant, grant.match == .role {
                reason = grant.reason
            } else if let allow = finding.allow {
                if finding.type == .identity { reason = .allowed(by: allow.cause) }
            } else {
                return .nothingAllows(finding.type)
            }
        }
        return reason
    }
}

/// What the policies of one type say.
private struct Finding {
    let type: PolicyType
    private(set) var deny: Decision.Cause?
    /// The nearest match where principals are named; else `.direct`.
    private(set) var allow: (match: PrincipalMatch, cause: Decision.Cause)?

    init(_ policies: [NamedPolicy], _ type: PolicyType, _ subject: MatchSubject) {
        self.type = type
        for policy in policies {
            let document = policy.document
            for position in document.actionIndex.candidates(subject.service) {
                add(document.statements[position], of: policy, subject)
                if deny != nil { return }
            }
        }
    }

    private mutating func add(_ statement: Statement, of policy: NamedPolicy, _ subject: MatchSubject) {
        if statement.effect == .allow, allow?.match == .direct { return }
        guard let match = statement.match(subject) else { return }
        let cause = Decision.Cause(
            type: type, policy: policy.name, sid: statement.sid, index: statement.index)
        switch statement.effect {
        case .deny: deny = cause
        case .allow:
            if let allow, allow.match >= match { return }
            allow = (match, cause)
        }
    }
}

extension Statement {
    /// Whether all of the statement's elements take in the request, and how closely it names the principal.
    fileprivate func match(_ subject: MatchSubject) -> PrincipalMatch? {
        var match = PrincipalMatch.direct
        guard actions.matches(subject) else { return nil }
        if let principals {
            guard let found = principals.match(subject, effect: effect) else { return nil }
            match = found
        }
        if let resources, !resources.matches(subject) { return nil }
        guard conditions.allSatisfy({ $0.isMet(in: subject.request.context) }) else { return nil }
        return match
    }
}
