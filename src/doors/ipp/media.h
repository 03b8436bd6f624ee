// Paper in IPP's two ways of saying it: a name, and a collection with the size.
#pragma once

#include <string>
#include <vector>

#include "platform/ipp/message.h"
#include "registry/print_settings.h"

namespace tsuke::ippdoor {

inline constexpr int margin_hmm = 423;  // a sixth of an inch: what every device keeps free

// {media-size {x-dimension, y-dimension}}
ipp::Collection media_size(const registry::Media& media);
// As in media-col-default, -ready and -database.
ipp::Collection media_col(const registry::Media& media);

// The paper that a media-col asks for, by its size or media-size-name; empty when it says none that we know. Members
// that we cannot honour are appended to `unsupported`.
std::string media_of(const ipp::Collection& wish, ipp::Collection& unsupported);

}  // namespace tsuke::ippdoor
