  .section .rodata
  .globl tsuke_stand_in_printer, tsuke_stand_in_printer_end, tsuke_start_stand_in_printer, tsuke_start_stand_in_printer_end
tsuke_stand_in_printer:
  .incbin TSUKE_STAND_IN_PRINTER
tsuke_stand_in_printer_end:
tsuke_start_stand_in_printer:
  .incbin TSUKE_START_STAND_IN_PRINTER
tsuke_start_stand_in_printer_end:
  .byte 0
  .section .note.GNU-stack,"",@progbits
