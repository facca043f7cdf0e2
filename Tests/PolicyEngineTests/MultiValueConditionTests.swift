import PolicyEngine
import Testing

/// Keys of several values, of none and missing: set operators, IfExists and Null.
@Suite struct MultiValueConditionTests {
    static let cases = RuleCase.table(
        #"""
        # Null true wants the key missing
        {"Null":{"k:x":"true"}}
        k:x=1 -> false
        none -> true
        # Null false wants the key present
        {"Null":{"k:x":"false"}}
        k:x=1 -> true
        none -> false
        # IfExists holds where the key is missing
        {"StringEqualsIfExists":{"k:x":"1"},"BoolIfExists":{"k:y":"true"}}
        none -> true
        k:x=1 -> true
        k:x=2 -> false
        k:y=false -> false
        # ForAllValues: every value of the request must be among the policy's
        {"ForAllValues:StringEquals":{"k:x":["a","b"]}}
        k:x=a -> true
        k:x=a,b -> true
        k:x=a,c -> false
        none -> true
        # ForAnyValue: one value of the request must be among the policy's
        {"ForAnyValue:StringEquals":{"k:x":["a","b"]}}
        k:x=c,b -> true
        k:x=c,d -> false
        none -> false
        # ForAnyValue:StringLike, as the amr of Cognito identities is compared
        {"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}
        cognito-identity.amazonaws.com:amr=authenticated,cognito-idp.us-east-1.amazonaws.com/p -> true
        cognito-identity.amazonaws.com:amr=unauthenticated -> false
        # ForAnyValue with a negated operator wants one value that is none of the policy's
        {"ForAnyValue:StringNotEquals":{"k:x":["a","b"]}}
        k:x=a,c -> true
        k:x=a,b -> false
        none -> false
        # ForAllValues with a negated operator wants every value to be none of the policy's
        {"ForAllValues:StringNotEquals":{"k:x":["a","b"]}}
        k:x=c,d -> true
        k:x=c,a -> false
        none -> true
        # ForAnyValue with IfExists
        {"ForAnyValue:StringEqualsIfExists":{"k:x":"a"}}
        none -> true
        k:x=b -> false
        # A key present in the request without values is taken for missing
        {"Null":{"k:x":"true"},"ForAllValues:StringEquals":{"k:x":"a"}}
        k:x -> true
        # ForAllValues with one value in the request
        {"ForAllValues:StringEquals":{"aws:TagKeys":["env","team"]}}
        aws:TagKeys=env -> true
        aws:TagKeys=env,team -> true
        aws:TagKeys=team,env,env -> true
        aws:TagKeys=env,owner -> false
        aws:TagKeys=owner -> false
        # ForAllValues holds for a key without values, so that Null has to ask for it
        {"ForAllValues:StringEquals":{"aws:TagKeys":"env"},"Null":{"aws:TagKeys":"false"}}
        aws:TagKeys=env -> true
        aws:TagKeys -> false
        none -> false
        # ForAllValues holds where the key's value is empty
        {"ForAllValues:StringEquals":{"k:x":["a","b"]}}
        k:x= -> true
        k:x=, -> true
        k:x=a, -> false
        # ForAllValues:StringLike
        {"ForAllValues:StringLike":{"aws:TagKeys":"key*"}}
        aws:TagKeys=key1,key2 -> true
        aws:TagKeys=key1,other -> false
        none -> true
        # ForAllValues:StringEqualsIgnoreCase
        {"ForAllValues:StringEqualsIgnoreCase":{"aws:TagKeys":["Env","Team"]}}
        aws:TagKeys=ENV,team -> true
        aws:TagKeys=ENV,teams -> false
        # ForAllValues:ArnLike
        {"ForAllValues:ArnLike":{"k:x":"arn:aws:s3:::a*"}}
        k:x=arn:aws:s3:::a1,arn:aws:s3:::a2 -> true
        k:x=arn:aws:s3:::a1,arn:aws:s3:::b1 -> false
        # ForAllValues with numbers, dates, booleans and addresses
        {"ForAllValues:NumericLessThan":{"k:n":"5"},"ForAllValues:DateLessThan":{"k:d":"2026-01-01"},
        "ForAllValues:Bool":{"k:b":"true"},"ForAllValues:IpAddress":{"k:i":"10.0.0.0/8"}}
        k:n=1,2 k:d=2025-01-01 k:b=true,TRUE k:i=10.1.1.1,10.2.2.2 -> true
        k:n=1,7 -> false
        k:d=2025-01-01,2027-01-01 -> false
        k:b=true,false -> false
        k:i=10.1.1.1,11.1.1.1 -> false
        none -> true
        # ForAnyValue with one value in the request
        {"ForAnyValue:StringEquals":{"aws:TagKeys":["env","team"]}}
        aws:TagKeys=env -> true
        aws:TagKeys=owner,team -> true
        aws:TagKeys=owner -> false
        aws:TagKeys -> false
        none -> false
        # ForAnyValue:StringLike
        {"ForAnyValue:StringLike":{"aws:TagKeys":"key?"}}
        aws:TagKeys=other,key1 -> true
        aws:TagKeys=other,key12 -> false
        # ForAnyValue:StringEqualsIgnoreCase
        {"ForAnyValue:StringEqualsIgnoreCase":{"aws:TagKeys":"Env"}}
        aws:TagKeys=x,ENV -> true
        # ForAnyValue:ArnEquals, addresses and numbers
        {"ForAnyValue:ArnEquals":{"k:a":"arn:aws:s3:::b"},"ForAnyValue:IpAddress":{"k:i":"10.0.0.0/8"},
        "ForAnyValue:NumericGreaterThan":{"k:n":"5"}}
        k:a=arn:aws:s3:::c,arn:aws:s3:::b k:i=11.1.1.1,10.1.1.1 k:n=1,6 -> true
        k:a=arn:aws:s3:::c k:i=10.1.1.1 k:n=6 -> false
        # ForAnyValue:StringNotLike wants one value that is like none
        {"ForAnyValue:StringNotLike":{"k:x":["a*","b*"]}}
        k:x=a1,c1 -> true
        k:x=a1,b1 -> false
        none -> false
        # ForAllValues:StringNotLike wants every value to be like none
        {"ForAllValues:StringNotLike":{"k:x":["a*","b*"]}}
        k:x=c1,d1 -> true
        k:x=c1,a1 -> false
        none -> true
        # Without a set operator one equal value of several is enough for StringEquals
        {"StringEquals":{"k:x":"a"}}
        k:x=b,a -> true
        k:x=b,c -> false
        # Without a set operator StringNotEquals wants no value equal
        {"StringNotEquals":{"k:x":"a"}}
        k:x=b,a -> false
        k:x=b,c -> true
        # Set operators are known whatever their case
        {"forallvalues:stringequals":{"k:x":"a"},"FORANYVALUE:STRINGLIKE":{"k:y":"b*"}}
        k:x=a k:y=c,b -> true
        k:x=b k:y=b -> false
        # ForAllValues with IfExists
        {"ForAllValues:StringEqualsIfExists":{"k:x":["a","b"]}}
        none -> true
        k:x=a,b -> true
        k:x=a,c -> false
        # ForAnyValue with a negated operator and IfExists holds without the key
        {"ForAnyValue:StringNotEqualsIfExists":{"k:x":"a"}}
        none -> true
        k:x=a -> false
        k:x=a,b -> true
        # IfExists with the key there is the operator itself
        {"StringLikeIfExists":{"k:x":"a*"},"NumericEqualsIfExists":{"k:n":"1"},
        "DateLessThanIfExists":{"k:d":"2026-01-01"}}
        none -> true
        k:x=ab k:n=1.0 k:d=2025-01-01 -> true
        k:x=ba -> false
        k:n=2 -> false
        k:d=2027-01-01 -> false
        # IfExists on negated operators
        {"StringNotEqualsIfExists":{"k:x":"a"},"NotIpAddressIfExists":{"k:i":"10.0.0.0/8"}}
        none -> true
        k:x=a -> false
        k:x=b k:i=11.0.0.1 -> true
        k:i=10.0.0.1 -> false
        # IfExists for a key that only some actions have, as documented for instance types
        {"StringLikeIfExists":{"ec2:InstanceType":["t1.*","t2.*"]}}
        ec2:InstanceType=t2.micro -> true
        ec2:InstanceType=m5.large -> false
        none -> true
        # IfExists is known whatever its case
        {"StringEqualsIFEXISTS":{"k:x":"a"}}
        none -> true
        k:x=b -> false
        # Null true for temporary credentials: those without a token have no such key
        {"Null":{"aws:TokenIssueTime":"true"}}
        none -> true
        aws:TokenIssueTime=2026-11-21T03:30:00Z -> false
        # Null asks for several keys: AND
        {"Null":{"k:x":"true","k:y":"false"}}
        k:y=1 -> true
        k:x=1 k:y=1 -> false
        none -> false
        # Null takes JSON's own booleans
        {"Null":{"k:x":true,"k:y":false}}
        k:y=1 -> true
        none -> false
        # Null with both values always holds
        {"Null":{"k:x":["true","false"]}}
        none -> true
        k:x=1 -> true
        # Null regards no value's text
        {"Null":{"k:x":"false"}}
        k:x=false -> true
        k:x=null -> true
        # The condition of an identity pool's role
        {"StringEquals":{"k:aud":"us-east-1:pool"},"ForAnyValue:StringLike":{"k:amr":"authenticated"}}
        k:aud=us-east-1:pool k:amr=authenticated,cognito-idp.us-east-1.amazonaws.com/p:q:r -> true
        k:aud=us-east-1:pool k:amr=unauthenticated -> false
        k:aud=us-east-1:other k:amr=authenticated -> false
        k:aud=us-east-1:pool -> false
        """#)

    @Test(arguments: cases) func holds(_ rule: RuleCase) throws { try ConditionTable.check(rule) }
}
