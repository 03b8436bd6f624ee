// What refusals of comments, of an order of purposes and of delegates say in Japanese.
#include <utility>

#include "doors/rest/words_ja.h"

namespace tsuke::doors {

namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

constexpr Sentence delegates[] = {
    {"comment-needed", "この用途の印刷にはコメントが必要です。何の印刷かを書いてください。"},
    {"bad-comment", "コメントは読める文字で 500 文字以下にしてください。"},
    {"bad-purpose-order", "自分の用途をそれぞれ一度だけ並べてください。"},
    {"delegation-ended", "この人の代わりに操作することはもうできません。本人に改めて許可してもらってください。"},
    {"delegation-forbidden", "この課金先は代理を認めていません。本人が印刷してください。"},
    {"delegation-not-allowed", "この課金先は代理を認めていません。設定は管理者が変えられます。"},
    {"delegate-no-member", "課金先の組織に二人とも承認されている必要があります。管理者に招待してもらってください。"},
    {"bad-delegation", "代理の内容を見直してください。相手、できること、一年以内の期限が必要です。"},
    {"delegation-answered", "これには返事済みか、期限が過ぎています。改めて申し出てもらってください。"},
    {"too-many-delegations", "代理が多すぎます。先にどれかを終わらせてください。"},
    {"no-such-delegation", "この代理はありません。一覧を確かめてください。"},
};

}  // namespace

std::string_view japanese_of_delegates(std::string_view code) {
  for (const auto& [known, sentence] : delegates)
    if (known == code) return sentence;
  return {};
}

}  // namespace tsuke::doors
