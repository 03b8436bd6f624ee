  .section .rodata
  .globl tsuke_openapi
tsuke_openapi:
  .incbin TSUKE_OPENAPI_FILE
  .globl tsuke_openapi_end
tsuke_openapi_end:
  .byte 0
  .section .note.GNU-stack,"",@progbits
