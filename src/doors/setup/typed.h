// What people type or paste to have a purpose as a printer.
#pragma once

#include <string>
#include <string_view>

#include "doors/setup/queue_address.h"

namespace tsuke::doors {

// For CUPS (Linux, and macOS's Terminal): makes a queue named like the purpose and switches it on.
std::string lpadmin_line(const QueueAddress& address, std::string_view slug);

// For Windows PowerShell, from Windows 11 24H2 on. Windows knows IPP printers by their web address.
std::string powershell_line(const QueueAddress& address);

}  // namespace tsuke::doors
