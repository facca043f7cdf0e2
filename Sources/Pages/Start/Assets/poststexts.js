// What the page of posts says.

const en = {
  product: "Posts",
  skip: "Skip to the content",
  title: "Post through the protected API",
  lead: (table, name) => `Your token opens the API; the function ${name} writes into the table ${table}.`,
  signInFirst: "The API lets in who is signed in.",
  signIn: "Sign in",
  signOut: "Sign out",
  postTitle: "Title",
  contents: "Text",
  post: "Post",
  tryWithout: "Try without a token",
  sending: "Sending…",
  posted: (id) => `Post ${id} is in the table.`,
  refused: (status, message) => `The API answered ${status}: ${message}`,
  empty: "Give the post a title and a text.",
  ended: "Your session has ended. Please sign in again.",
  unreachable: "The server could not be reached.",
  signInFailed: (why) => `Signing in did not work: ${why}`,
};

const ko = {
  product: "글쓰기",
  skip: "본문으로 건너뛰기",
  title: "보호된 API로 글 올리기",
  lead: (table, name) => `토큰이 있으면 API가 열리고, ${name} 함수가 ${table} 테이블에 글을 씁니다.`,
  signInFirst: "로그인한 사람만 API를 쓸 수 있습니다.",
  signIn: "로그인",
  signOut: "로그아웃",
  postTitle: "제목",
  contents: "내용",
  post: "올리기",
  tryWithout: "토큰 없이 시도",
  sending: "보내는 중입니다…",
  posted: (id) => `${id}번 글이 테이블에 저장되었습니다.`,
  refused: (status, message) => `API의 응답 코드 ${status}: ${message}`,
  empty: "제목과 내용을 입력해 주세요.",
  ended: "로그인이 만료되었습니다. 다시 로그인해 주세요.",
  unreachable: "서버에 연결하지 못했습니다.",
  signInFailed: (why) => `로그인하지 못했습니다: ${why}`,
};

export const texts = { en, ko };
