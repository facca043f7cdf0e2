// What pages of files say of uploads and of what went wrong.

const plural = (count, one, many) => (Number(count) === 1 ? one : many);

const en = {
  loading: "Loading…",
  more: "Show more",
  tryAgain: "Try again",
  uploads: "Uploads",
  uploadLine: (name, percent, number, total) => `${name} ${percent}% (${number}/${total})`,
  uploadsDone: (count) => `${count} ${plural(count, "file was", "files were")} uploaded.`,
  states: {
    waiting: "Waiting", running: "Uploading", paused: "Paused", done: "Done", failed: "Failed", cancelled: "Cancelled",
  },
  resumedFrom: "Goes on where it stopped",
  pause: (name) => `Pause ${name}`,
  resume: (name) => `Go on with ${name}`,
  retry: (name) => `Try ${name} again`,
  cancelUpload: (name) => `Cancel ${name}`,
  pauseAll: "Pause all",
  resumeAll: "Go on with all",
  clear: "Clear the list",
  andMore: (count) => `and ${count} more`,
  unfinished: (count) => plural(count, "An upload is not finished", `${count} uploads are not finished`),
  unfinishedLead: "Choose the same file again: what has arrived already is not sent once more.",
  chooseAgain: "Choose files",
  forget: "Forget",
  offline: "There is no connection. Uploads go on as soon as it is back.",
  why: "Why was this refused?",
  requestID: (id) => `Request id: ${id}`,
  unknownError: (message) => `Something went wrong: ${message}`,
  close: "Close",
};

const ko = {
  loading: "불러오는 중입니다…",
  more: "더 보기",
  tryAgain: "다시 시도",
  uploads: "업로드",
  uploadLine: (name, percent, number, total) => `${name} ${percent}% (${number}/${total})`,
  uploadsDone: (count) => `파일 ${count}개를 올렸습니다.`,
  states: {
    waiting: "기다리는 중", running: "올리는 중", paused: "멈춤", done: "완료", failed: "실패", cancelled: "취소됨",
  },
  resumedFrom: "멈춘 곳부터 이어서 올립니다",
  pause: (name) => `${name} 잠시 멈추기`,
  resume: (name) => `${name} 이어서 올리기`,
  retry: (name) => `${name} 다시 올리기`,
  cancelUpload: (name) => `${name} 업로드 취소`,
  pauseAll: "모두 멈추기",
  resumeAll: "모두 이어서 올리기",
  clear: "목록 비우기",
  andMore: (count) => `그 밖에 ${count}개`,
  unfinished: (count) => `끝나지 않은 업로드가 ${count}개 있습니다`,
  unfinishedLead: "같은 파일을 다시 고르면 이미 올린 부분은 건너뛰고 이어서 올립니다.",
  chooseAgain: "파일 고르기",
  forget: "지우기",
  offline: "연결이 끊겼습니다. 다시 연결되면 이어서 올립니다.",
  why: "왜 거부되었나요?",
  requestID: (id) => `요청 ID: ${id}`,
  unknownError: (message) => `문제가 생겼습니다: ${message}`,
  close: "닫기",
};

export const uploadTexts = { en, ko };
