// What refusals about trials say in Japanese.
#include <utility>

#include "doors/rest/words_ja.h"

namespace tsuke::doors {

namespace {

using Sentence = std::pair<std::string_view, std::string_view>;

constexpr Sentence trials[] = {
    {"no-such-trial", "この試用はありません。一覧を確かめてください。"},
    {"bad-trial-time", "試用は、いま以降（一年以内）に始まり、92 日以内に終わるようにしてください。"},
    {"trial-overlaps", "同じ相手との試用がその期間にもうあります。先にそれを終わらせるか、別の期間にしてください。"},
    {"too-many-trials", "この提供元の試用が 100 件に達しています。先にどれかを終わらせてください。"},
    {"trial-answered", "あなたの返事を待っているものはありません。試用をもう一度確かめてください。"},
    {"trial-over", "この試用はもう終わっています。もう一度確かめてください。"},
    {"trial-not-yours", "返事をするのは提供元と運営者です。あなたは試用を終わらせることができます。"},
};

}  // namespace

std::string_view japanese_of_trials(std::string_view code) {
  for (const auto& [known, sentence] : trials)
    if (known == code) return sentence;
  return {};
}

}  // namespace tsuke::doors
