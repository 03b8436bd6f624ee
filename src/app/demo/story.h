// The demo's story: the main job, told while it happens.
#pragma once

#include "app/demo/narrator.h"
#include "app/demo/stand_ins.h"
#include "app/demo/world.h"

namespace tsuke::app {

// Submits over IPP, releases over REST, and believes only what the server and the books then say. Each line that does
// not come true is told as such; false when one did not.
bool tell_story(const World& world, const StandIns& stand_ins, int port, Narrator& narrator);

// Waits until every agent has told what its printer can do.
Result<void> wait_for_agents(const World& world, int port);

}  // namespace tsuke::app
