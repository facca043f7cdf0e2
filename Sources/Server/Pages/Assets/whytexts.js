// What the page about refusals says.

/** The engine's words for kinds of policies, in Korean. */
const KINDS = {
  "identity-based policy": "자격 증명 기반 정책", "permissions boundary": "권한 경계", "session policy": "세션 정책",
  "resource-based policy": "리소스 기반 정책", "role trust policy": "역할 신뢰 정책", "trust policy": "신뢰 정책",
  policy: "정책",
};

/** `an identity-based policy of ARN` and its like. */
function placeInKorean(where) {
  const parts = /^(?:an?|the) ([a-z -]+) of (.+)$/.exec(where);
  if (parts && parts[1] in KINDS) return `${parts[2]}의 ${KINDS[parts[1]]}`;
  return where.startsWith("the session policies") ? "세션을 만들 때 준 세션 정책" : where;
}

const en = {
  kind: (type) => type,
  title: "Why", heading: "Why was this request refused?",
  lead: "Give a request's id: it stands in the answer's headers and in the error that the SDK shows.",
  id: "Request id", ask: "Explain", skip: "Skip to the content", loading: "Looking it up…", copy: "Copy",
  copied: "Copied.", close: "Close",
  keysTitle: "Keys that may read it",
  keysLead: "The account's root, or who may do sts:DecodeAuthorizationMessage. The keys stay in this page and sign the "
    + "question in the browser.",
  accessKey: "Access key id", secretKey: "Secret access key", token: "Session token (of temporary keys)",
  notFound: "No refusal of this request id is kept here.",
  notFoundLead: "Kept are requests that policies refused, the newest few thousand. A wrong signature or an expired "
    + "session is no policy's decision.",
  notAllowed: "These keys may not read explanations.", failed: (why) => `It could not be looked up: ${why}`,
  insecure: "Keys can be used over https or from localhost only.",
  request: "The request", operation: "Operation", time: "Time", region: "Region", caller: "Caller", client: "From",
  answer: "Answer", message: "Sentence", key: "Access key",
  chain: "How the caller came to be who it is", passed: "passed", stopped: "stopped here",
  refusal: "What was refused", action: "Action", resource: "Resource", reason: "Because",
  decided: "A statement denies it", nearest: "This statement comes nearest, but does not fit",
  nothingAllows: "No statement allows it.",
  toAllow: "To allow it", addIn: (where) => `In ${where}, add:`, remove: "Remove this statement, or narrow it:",
  policies: "Policies that were looked at", noPolicies: "There are none.", context: "Values of the request",
  cameBy: "How the caller got these rights",
  statement: (name, type, policy) => `Statement ${name} of the ${type} ${policy}`,
  leftOut: "The policies were too long to be kept.", all: "All of it, as JSON", account: "Account of the resource",
};

const ko = {
  kind: (type) => KINDS[type] ?? type,
  title: "거부된 이유", heading: "요청이 왜 거부되었나요?",
  lead: "요청 ID를 입력해 주세요. 응답 헤더와 SDK가 보여 주는 오류에 들어 있습니다.",
  id: "요청 ID", ask: "설명 보기", skip: "본문으로 건너뛰기", loading: "찾는 중입니다…", copy: "복사",
  copied: "복사했습니다.", close: "닫기",
  keysTitle: "설명을 읽을 수 있는 키",
  keysLead: "계정의 루트 키, 또는 sts:DecodeAuthorizationMessage 권한이 있는 키여야 합니다. 키는 이 페이지에만 머물며 "
    + "브라우저에서 질문에 서명하는 데 쓰입니다.",
  accessKey: "액세스 키 ID", secretKey: "비밀 액세스 키", token: "세션 토큰(임시 키일 때)",
  notFound: "이 요청 ID로 남아 있는 거부 기록이 없습니다.",
  notFoundLead: "정책이 거부한 최근 수천 건만 보관합니다. 서명이 틀렸거나 세션이 만료된 것은 정책의 결정이 아닙니다.",
  notAllowed: "이 키로는 설명을 읽을 수 없습니다.", failed: (why) => `찾지 못했습니다: ${why}`,
  insecure: "키는 https 또는 localhost에서만 쓸 수 있습니다.",
  request: "요청", operation: "작업", time: "시각", region: "리전", caller: "호출자", client: "보낸 곳",
  answer: "응답", message: "오류 문장", key: "액세스 키",
  chain: "호출자의 자격이 정해진 과정", passed: "통과", stopped: "여기서 멈춤",
  refusal: "거부된 것", action: "작업", resource: "리소스", reason: "이유",
  decided: "이 문장이 거부합니다", nearest: "가장 가까운 문장이지만 맞지 않습니다",
  nothingAllows: "허용하는 문장이 없습니다.",
  toAllow: "허용하려면", addIn: (where) => `${placeInKorean(where)}에 다음을 추가합니다:`, remove: "이 문장을 지우거나 범위를 좁힙니다:",
  policies: "살펴본 정책", noPolicies: "살펴본 정책이 없습니다.", context: "요청의 값",
  cameBy: "호출자가 이 권한을 얻은 방법", statement: (name, type, policy) => `${KINDS[type] ?? type} ${policy}의 문장 ${name}`,
  leftOut: "정책이 너무 길어 보관하지 않았습니다.", all: "전체 JSON", account: "리소스의 계정",
};

export const texts = { en, ko };
